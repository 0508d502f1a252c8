package plimsoll.server.scan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import plimsoll.lake.iceberg.ExportLayout;
import plimsoll.lake.parquet.SingleFile;
import plimsoll.model.Schema;
import plimsoll.storage.Storage;

/** Where files of rows lie while queries read them. */
public final class ScanDirectory {
  private final Storage storage;
  private final Path directory;
  private final long mostBytes;
  private boolean prepared;

  /**
   * A directory.
   *
   * @param directory its own
   * @param mostBytes of the rows that one query reads of one table
   */
  public ScanDirectory(Storage storage, Path directory, long mostBytes) {
    this.storage = storage;
    this.directory = directory;
    this.mostBytes = mostBytes;
  }

  /** A name that no file has. */
  public String newName() throws IOException {
    prepare();
    return directory.resolve("scan-" + UUID.randomUUID() + ".parquet").toString();
  }

  /** What an earlier process left goes when this one first writes something. */
  private synchronized void prepare() throws IOException {
    if (!prepared) {
      storage.deleteTree(directory.toString());
      Files.createDirectories(directory);
      prepared = true;
    }
  }

  /** A new file of that name, for rows of those columns. */
  public SingleFile create(String name, Schema schema) throws IOException {
    return new SingleFile(storage, name, ExportLayout.of(schema));
  }

  /** Whether so many bytes are within the limit. */
  public boolean holds(long bytes) {
    return bytes <= mostBytes;
  }

  /** Removes a file. */
  public void delete(String name) throws IOException {
    storage.delete(name);
  }
}
