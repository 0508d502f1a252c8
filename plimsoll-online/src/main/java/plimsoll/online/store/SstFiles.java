package plimsoll.online.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.EnvOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;
import org.rocksdb.SstFileWriter;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.sort.Entries;

/**
 * Writes entries, in ascending order of their keys, as files that RocksDB takes as they are:
 * synced, not overlapping, of a size that compaction likes. Closing drops what {@link #finish} did
 * not return.
 */
final class SstFiles implements Closeable {
  private static final long FILE_BYTES = 64L << 20;
  private static final int LOOK_EVERY = 1024;
  private static final int FIRST_KEY = 256;
  private static final int FIRST_VALUE = 4096;

  private final Database database;
  private final String pathPrefix;
  private final EnvOptions environment = new EnvOptions();
  private final List<String> files = new ArrayList<>();
  private @Nullable SstFileWriter writer;
  private ByteBuffer key = ByteBuffer.allocateDirect(FIRST_KEY);
  private ByteBuffer value = ByteBuffer.allocateDirect(FIRST_VALUE);
  private long entries;
  private long bytes;
  private boolean finished;

  SstFiles(Database database, String pathPrefix) {
    this.database = database;
    this.pathPrefix = pathPrefix;
  }

  /** An entry: key of head and tail, value of head and row; a null value head removes the key. */
  void add(byte[] keyHead, Entries entry, byte @Nullable [] valueHead, boolean withRow)
      throws IOException {
    if (valueHead == null) {
      remove(keyHead, entry);
      return;
    }
    int rowLength = withRow ? entry.rowLength : 0;
    key = room(key, keyHead.length + entry.keyLength);
    key.put(keyHead).put(entry.data, entry.keyStart, entry.keyLength).flip();
    value = room(value, valueHead.length + rowLength);
    value.put(valueHead);
    if (withRow) {
      value.put(entry.rowData(), entry.rowStart, rowLength);
    }
    value.flip();
    put();
  }

  private void remove(byte[] keyHead, Entries entry) throws IOException {
    byte[] whole = new byte[keyHead.length + entry.keyLength];
    System.arraycopy(keyHead, 0, whole, 0, keyHead.length);
    System.arraycopy(entry.data, entry.keyStart, whole, keyHead.length, entry.keyLength);
    try {
      current().delete(whole);
    } catch (RocksDBException e) {
      throw database.failed("write a file", e);
    }
    rollIfLarge();
  }

  /** One entry of its own. */
  void add(byte[] wholeKey, byte[] wholeValue) throws IOException {
    key = room(key, wholeKey.length);
    key.put(wholeKey).flip();
    value = room(value, wholeValue.length);
    value.put(wholeValue).flip();
    put();
  }

  private static ByteBuffer room(ByteBuffer buffer, int bytes) {
    return buffer.capacity() >= bytes
        ? buffer.clear()
        : ByteBuffer.allocateDirect(Math.max(bytes, bytes + (bytes >>> 1)));
  }

  private void put() throws IOException {
    try {
      current().put(key, value);
    } catch (RocksDBException e) {
      throw database.failed("write a file", e);
    }
    rollIfLarge();
  }

  private SstFileWriter current() throws RocksDBException {
    SstFileWriter open = writer;
    if (open == null) {
      open = new SstFileWriter(environment, database.options());
      writer = open;
      String path = pathPrefix + files.size() + ".sst";
      files.add(path);
      open.open(path);
    }
    return open;
  }

  private void rollIfLarge() throws IOException {
    SstFileWriter open = writer;
    try {
      if (open != null && ++entries % LOOK_EVERY == 0 && open.fileSize() >= FILE_BYTES) {
        end(open);
      }
    } catch (RocksDBException e) {
      throw database.failed("write a file", e);
    }
  }

  private void end(SstFileWriter open) throws RocksDBException {
    open.finish(); // syncs
    bytes += open.fileSize();
    open.close();
    writer = null;
  }

  /** The next entry begins a file of its own. */
  void endFile() throws IOException {
    SstFileWriter open = writer;
    if (open != null) {
      try {
        end(open);
      } catch (RocksDBException e) {
        throw database.failed("write a file", e);
      }
    }
  }

  /** All files, complete and synced; their names are durable once their directory is synced. */
  List<String> finish() throws IOException {
    endFile();
    finished = true;
    return List.copyOf(files);
  }

  /** Bytes of complete files. */
  long bytes() {
    return bytes;
  }

  /** The entries of a file that was written for another incarnation, as a file of its own. */
  void addAgain(String file, long incarnation) throws IOException {
    endFile();
    try (SstFileReader reader = new SstFileReader(database.options());
        ReadOptions how = new ReadOptions()) {
      reader.open(file);
      try (SstFileReaderIterator rows = reader.newIterator(how)) {
        for (rows.seekToFirst(); rows.isValid(); rows.next()) {
          byte[] changed = rows.key();
          KeyLayout.setLong(changed, 1, incarnation);
          add(changed, rows.value());
        }
        rows.status();
      }
    } catch (RocksDBException e) {
      throw database.failed("read " + file, e);
    }
  }

  @Override
  public void close() throws IOException {
    SstFileWriter open = writer;
    if (open != null) {
      open.close();
      writer = null;
    }
    environment.close();
    if (!finished) {
      for (String file : files) {
        Files.deleteIfExists(Path.of(file));
      }
    }
  }
}
