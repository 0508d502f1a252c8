package plimsoll.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.load.InputForm;
import plimsoll.load.RejectedRows;
import plimsoll.model.RejectedRow;
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
  public Optional<Rows> open(String name) throws IOException {
    String path = directory + "/" + name + ".jsonl";
    return storage.exists(path)
        ? Optional.of(read(new Bytes(storage.open(path))))
        : Optional.empty();
  }

  /** The rows of a log whose bytes come from anywhere. */
  public static Rows read(InputStream log) throws IOException {
    return new FileRows(new RejectedRows(log));
  }

  private record FileRows(RejectedRows rows) implements Rows {
    @Override
    public Optional<InputForm> form() {
      return rows.inputForm();
    }

    @Override
    public @Nullable RejectedRow next() throws IOException {
      return rows.next();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
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
