package plimsoll.server.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
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
    return storage.exists(path) ? Optional.of(new FileRows(storage.open(path))) : Optional.empty();
  }

  private static final class FileRows implements Rows {
    private final InputFile file;
    private final BufferedReader lines;

    FileRows(InputFile file) {
      this.file = file;
      this.lines =
          new BufferedReader(new InputStreamReader(new Bytes(file), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable RejectedRow next() throws IOException {
      String line = lines.readLine();
      return line == null || line.isEmpty() ? null : row(Json.MAPPER.readTree(line));
    }

    private static RejectedRow row(JsonNode json) {
      return new RejectedRow(
          json.path("source").asText(),
          json.path("line").asLong(),
          json.path("byte_offset").asLong(),
          json.path("column").asText(),
          json.path("value").asText(),
          ErrorCode.valueOf(json.path("error").asText()),
          json.path("reason").asText(),
          json.path("raw").asText());
    }

    @Override
    public void close() throws IOException {
      file.close();
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
  }
}
