package plimsoll.lake.io;

import java.io.IOException;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;
import plimsoll.storage.Storage;

/** A new Parquet file in our storage; synced when its stream is closed, its directory is not. */
public final class ParquetOutput implements OutputFile {
  private final Storage storage;
  private final String path;
  private @Nullable StorageOutput out;

  /** A file that must not exist yet. */
  public ParquetOutput(Storage storage, String path) {
    this.storage = storage;
    this.path = path;
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) throws IOException {
    StorageOutput created = new StorageOutput(storage.create(path));
    out = created;
    return new Adapter(created);
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
    return create(blockSizeHint);
  }

  /** Bytes written so far. */
  public long length() {
    return out == null ? 0 : out.getPos();
  }

  /** Gives the file up: closes what is still open, then deletes it. */
  public void abandon() throws IOException {
    if (out != null) {
      out.abandon();
      storage.delete(path);
    }
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  @Override
  public String getPath() {
    return path;
  }

  private static final class Adapter extends PositionOutputStream {
    private final StorageOutput out;

    Adapter(StorageOutput out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return out.getPos();
    }

    @Override
    public void write(int value) throws IOException {
      out.write(value);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
