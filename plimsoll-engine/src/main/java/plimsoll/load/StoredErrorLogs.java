package plimsoll.load;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import plimsoll.storage.InputFile;
import plimsoll.storage.Storage;

/** Error logs as loads write them: one file a load, one JSON object a line. */
public final class StoredErrorLogs implements ErrorLogs {
  private final Storage storage;
  private final String directory;

  /** Logs in that directory. */
  public StoredErrorLogs(Storage storage, String directory) {
    this.storage = storage;
    this.directory = directory;
  }

  @Override
  public Optional<RejectedRows> find(String name) throws IOException {
    String path = directory + "/" + name + RejectFile.EXTENSION;
    return storage.exists(path)
        ? Optional.of(new RejectReader(name, new Bytes(storage.open(path))))
        : Optional.empty();
  }

  /** A file from its start, as a stream. */
  private static final class Bytes extends InputStream {
    private final InputFile file;
    private long position;

    Bytes(InputFile file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = file.read(position, buffer, offset, length);
      position += Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
