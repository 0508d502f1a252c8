package plimsoll.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Speaks to a server as its users do: SQL over HTTP and Stream Load. One thread at a time. */
final class Client implements Closeable {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final String SQL = "/api/v1/catalogs/default_catalog/sql";

  private final HttpConnection connection;

  Client(int port) throws IOException {
    connection = new HttpConnection(port);
  }

  /** The server answered that a statement failed. */
  static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
      super(message);
    }
  }

  /** Runs one statement; its rows as text, NULL as {@code "NULL"}. Fails if it failed. */
  List<List<String>> sql(String statement) throws IOException {
    byte[] body = JSON.writeValueAsBytes(Map.of("query", statement));
    HttpConnection.Answer answer =
        connection.send("POST", SQL, Map.of("Content-Type", "application/json"), body);
    List<List<String>> rows = new ArrayList<>();
    for (String line : answer.body().lines().toList()) {
      JsonNode node = JSON.readTree(line);
      if (node.path("status").asText().equals("FAILED")) {
        throw new RefusedException(node.path("msg").asText() + " (in: " + statement + ")");
      }
      if (node.has("data")) {
        List<String> row = new ArrayList<>();
        node.get("data").forEach(value -> row.add(value.isNull() ? "NULL" : value.asText()));
        rows.add(row);
      }
    }
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + answer.body());
    }
    return rows;
  }

  /** Loads bytes; the answer's JSON. */
  JsonNode load(String table, String label, char separator, byte[] body) throws IOException {
    return JSON.readTree(
        connection.send("PUT", path(table), headers(label, separator), body).body());
  }

  /** Loads a file; the answer's JSON. */
  JsonNode load(String table, String label, char separator, Map<String, String> more, Path file)
      throws IOException {
    Map<String, String> headers = new HashMap<>(headers(label, separator));
    headers.putAll(more);
    return JSON.readTree(connection.send("PUT", path(table), headers, file).body());
  }

  /** State of a label's load: VISIBLE, ABORTED, UNKNOWN, ... */
  String state(String database, String label) throws IOException {
    String path = "/api/" + database + "/get_load_state?label=" + label;
    return JSON.readTree(connection.send("GET", path, Map.of(), new byte[0]).body())
        .path("state")
        .asText();
  }

  /** Whether the server answers. */
  boolean healthy() throws IOException {
    return connection.send("GET", "/api/health", Map.of(), new byte[0]).status() == 200;
  }

  /** Its figures, as Prometheus reads them. */
  String metrics() throws IOException {
    return connection.send("GET", "/metrics", Map.of(), new byte[0]).body();
  }

  private static String path(String table) {
    return "/api/" + table.replace('.', '/') + "/_stream_load";
  }

  private static Map<String, String> headers(String label, char separator) {
    return Map.of("label", label, "column_separator", String.valueOf(separator), "format", "csv");
  }

  /** Bytes of a text. */
  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
