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
import java.util.stream.IntStream;

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
    return sql(statement, Map.of());
  }

  /** As above, with variables of its session. */
  List<List<String>> sql(String statement, Map<String, String> variables) throws IOException {
    byte[] body = JSON.writeValueAsBytes(Map.of("query", statement, "sessionVariables", variables));
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

  /** Loads bytes; the answer's JSON. */
  JsonNode load(String table, String label, char separator, Map<String, String> more, byte[] body)
      throws IOException {
    Map<String, String> headers = new HashMap<>(headers(label, separator));
    headers.putAll(more);
    return JSON.readTree(connection.send("PUT", path(table), headers, body).body());
  }

  /**
   * Rows by whole numbers as keys of an index.
   *
   * @param index its number, from 1
   * @param from first key
   * @param to last key, not included
   * @return a list of rows for each key
   */
  JsonNode byKey(String table, int index, int from, int to) throws IOException {
    List<List<Integer>> keys = IntStream.range(from, to).mapToObj(List::of).toList();
    byte[] body =
        JSON.writeValueAsBytes(Map.of("index", index, "limit", Integer.MAX_VALUE, "keys", keys));
    HttpConnection.Answer answer = connection.send("POST", online(table), Map.of(), body);
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).path("results");
  }

  /** The newest row of a key, as the server's JSON. */
  String newest(String table, long key) throws IOException {
    HttpConnection.Answer answer =
        connection.send("GET", online(table) + "?limit=1&key=" + key, Map.of(), new byte[0]);
    if (answer.status() != 200) {
      throw new IOException("HTTP " + answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  private static String online(String table) {
    return "/api/" + table.replace('.', '/') + "/online";
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
