package plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Plimsoll's server, and the two ways to load through it. */
final class WarmServer implements Closeable {
  private static final String TABLE = "bench.t";

  private final Scratch scratch;
  private final PlimsollProcess server;
  private int loads;

  WarmServer(Scratch scratch) throws IOException {
    this.scratch = scratch;
    server = PlimsollProcess.server(scratch.at("warm"), scratch.at("log"));
    sql("CREATE DATABASE bench");
  }

  /** A connection of its own each time: the server closes one on which nothing is said for long. */
  List<List<String>> sql(String statement) throws IOException {
    try (Client client = server.client()) {
      return client.sql(statement);
    }
  }

  /** The statement that makes the table. */
  static String createTable(CsvFile file) {
    return file.columns().stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", ", "CREATE TABLE " + TABLE + " (", ")"));
  }

  static String table() {
    return TABLE;
  }

  private abstract class Loading implements Way {
    @Override
    public void prepare(CsvFile file) throws IOException {
      sql("DROP TABLE IF EXISTS " + TABLE);
      sql(createTable(file));
    }

    @Override
    public long bytes() throws IOException {
      return scratch.bytes("warm", ".parquet");
    }

    @Override
    public ProcessHandle process() {
      return server.handle();
    }
  }

  /** {@code LOAD DATA INFILE}. */
  Way file() {
    return new Loading() {
      @Override
      public String name() {
        return "Plimsoll, file, warm server";
      }

      @Override
      public void load(CsvFile file) throws IOException {
        sql(
            "LOAD DATA INFILE '"
                + file.path()
                + "' INTO TABLE "
                + TABLE
                + " OPTIONS (format = 'csv', delimiter = '"
                + file.separator()
                + "', header = false, mode = 'append')");
      }
    };
  }

  /** Over HTTP, from this process. */
  Way stream() {
    return new Loading() {
      @Override
      public String name() {
        return "Plimsoll, Stream Load";
      }

      @Override
      public void load(CsvFile file) throws IOException {
        JsonNode answer = send(file);
        if (!answer.path("Status").asText().equals("Success")) {
          throw new IOException("the load failed: " + answer);
        }
      }
    };
  }

  private JsonNode send(CsvFile file) throws IOException {
    try (Client client = server.client()) {
      return client.load(
          TABLE, "http-" + ++loads, file.separator(), Map.of("enclose", "\""), file.path());
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
