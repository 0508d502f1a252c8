package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.storage.local.LocalStorage;

/** Rows by key over HTTP. */
class PointReadTest {
  private static final String TRIPS = "/api/demo/trips/online";

  @TempDir private Path directory;
  private TestServer server;

  @BeforeEach
  void start() {
    server = new TestServer(directory, new LocalStorage(), Map.of("execute_mode", "online"));
    server.rows("CREATE DATABASE demo");
    server.rows(
        "CREATE TABLE demo.trips (car STRING, at BIGINT, km INT,"
            + " INDEX(KEY=car, TS=at), INDEX(KEY=(km, car)))");
    server.rows(
        "INSERT INTO demo.trips VALUES ('a', 1, 10), ('a', 3, 30), ('a', 2, 20), ('b & c', 5, 50),"
            + " (NULL, 7, NULL)");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String rows(String query) {
    JsonNode answer = TestServer.json(server.get(TRIPS + query));
    return answer.path("rows").isMissingNode() ? answer.toString() : answer.get("rows").toString();
  }

  private HttpResponse<String> post(String body) {
    return server.send(server.request(TRIPS).POST(BodyPublishers.ofString(body)));
  }

  @Test
  void keyGivesItsRowsNewestFirst() {
    assertThat(rows("?key=a")).isEqualTo("[[\"a\",3,30],[\"a\",2,20],[\"a\",1,10]]");
    assertThat(rows("?key=a&limit=1")).isEqualTo("[[\"a\",3,30]]");
    assertThat(rows("?key=a&from=2&to=2")).isEqualTo("[[\"a\",2,20]]");
    assertThat(rows("?key=" + URLEncoder.encode("b & c", StandardCharsets.UTF_8)))
        .isEqualTo("[[\"b & c\",5,50]]");
    assertThat(rows("?key=nobody")).isEqualTo("[]");
    assertThat(rows("?index=2&key=20&key=a")).isEqualTo("[[\"a\",2,20]]");
    assertThat(server.get(TRIPS + "?key=x"))
        .isEqualTo(
            "{\"columns\":[{\"name\":\"car\",\"type\":\"STRING\"},"
                + "{\"name\":\"at\",\"type\":\"BIGINT\"},{\"name\":\"km\",\"type\":\"INT\"}],"
                + "\"rows\":[]}");
  }

  @Test
  void manyKeysHaveAResultEach() {
    JsonNode answer = TestServer.json(post("{\"keys\":[[\"b & c\"],[null],[\"x\"]]}").body());
    assertThat(answer.get("results").toString())
        .isEqualTo("[[[\"b & c\",5,50]],[[null,7,null]],[]]");
    answer = TestServer.json(post("{\"index\":2,\"limit\":1,\"keys\":[[30,\"a\"]]}").body());
    assertThat(answer.get("results").toString()).isEqualTo("[[[\"a\",3,30]]]");
  }

  @Test
  void rowsOfOtherTablesAndOfTheFutureAreNotShown() {
    server.rows("DELETE FROM demo.trips WHERE car = 'a'");
    assertThat(rows("?key=a")).isEqualTo("[]");
    server.rows("CREATE TABLE demo.empty (a INT)");
    assertThat(server.get("/api/demo/empty/online?key=1")).contains("\"rows\":[]");
  }

  @Test
  void valuesOfAllTypesAreJson() {
    server.rows(
        "CREATE TABLE demo.all_types (k DATE, b BOOLEAN, l LARGEINT, d DECIMAL(20, 3), f FLOAT,"
            + " g DOUBLE, t DATETIME, s VARCHAR(9), v VARBINARY, j JSON, a ARRAY<INT>,"
            + " m MAP<INT, STRING>, r STRUCT<x INT, y DATE>)");
    JsonNode load =
        server.load(
            "demo.all_types",
            "2026-11-22|true|17014118346046923173168730371588410572|12.5|1.5|-2.5|2026-11-22 01:02:03.4"
                + "|x\"y|YWI=|{\"q\":[1]}|[1,null]|{1:\"one\"}|{\"x\":1,\"y\":\"2026-01-02\"}\n",
            "column_separator",
            "|",
            "target",
            "online");
    assertThat(load.path("Status").asText())
        .as(() -> server.rows("SELECT * FROM information_schema.rejected_rows").toString())
        .isEqualTo("Success");
    assertThat(server.get("/api/demo/all_types/online?key=2026-11-22"))
        .endsWith(
            "\"rows\":[[\"2026-11-22\",true,17014118346046923173168730371588410572,12.500,1.5,-2.5,"
                + "\"2026-11-22 01:02:03.400000\",\"x\\\"y\",\"YWI=\",{\"q\": [1]},[1,null],"
                + "{\"1\":\"one\"},{\"x\":1,\"y\":\"2026-01-02\"}]]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          demo/trips/online                    | 400 | Name the key
          demo/trips/online?key=a&key=b        | 400 | A key of index 1 has 1 values, for car; 2 were given.
          demo/trips/online?key=a&limit=0      | 400 | limit is '0', must be a whole number from 1
          demo/trips/online?key=a&limit=x      | 400 | limit is 'x', must be a whole number from 1
          demo/trips/online?key=a&index=3      | 400 | index is 3, but demo.trips has 2.
          demo/trips/online?key=a&from=x       | 400 | x
          demo/trips/online?key=a&to=2.5       | 400 | at
          demo/trips/online?index=2&key=5.7&key=a| 400 | km
          demo/trips/online?index=2&key=x&key=a| 400 | x
          demo/trip/online?key=a               | 400 | Did you mean 'trips'?
          none/trips/online?key=a              | 400 | none
          """)
  void requestsThatCannotBeAnsweredSayWhy(String path, int status, String why) {
    HttpResponse<String> answer = server.send(server.request("/api/" + path));
    assertThat(answer.body()).contains(why);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"keys": [["a"]]         | The body is not JSON
          []                       | The body is no JSON object
          {}                       | 'keys' must be a list
          {"keys": []}             | 'keys' must be a list
          {"keys": ["a"]}          | Each of 'keys' must be a list
          {"keys": [[["a"]]]}      | must be a number or a text
          {"keys": [["a", "b"]]}   | A key of index 1 has 1 values
          """)
  void bodiesThatAreNoneSayWhatToSend(String body, String why) {
    HttpResponse<String> answer = post(body);
    assertThat(answer.body()).contains(why);
    assertThat(answer.statusCode()).isEqualTo(400);
  }

  @Test
  void whoMayNotSelectReadsNothing() {
    server.rows("CREATE USER reader IDENTIFIED BY 'x'");
    for (int i = 0; i < 2; i++) { // from the second on, the password is known at once
      assertThat(asReader("?key=a").statusCode()).isEqualTo(403);
    }
    assertThat(server.send(HttpRequest.newBuilder(server.uri(TRIPS))).statusCode()).isEqualTo(401);
    server.rows("GRANT SELECT ON demo.trips TO reader");
    assertThat(asReader("?key=a").body()).contains("[[\"a\",3,30],[\"a\",2,20],[\"a\",1,10]]");
    server.rows("REVOKE SELECT ON demo.trips FROM reader");
    assertThat(asReader("?key=a").statusCode()).isEqualTo(403);
  }

  private HttpResponse<String> asReader(String query) {
    return server.send(
        HttpRequest.newBuilder(server.uri(TRIPS + query))
            .header("Authorization", "Basic cmVhZGVyOng="));
  }

  @Test
  void longAnswersAreWholeToo() {
    String text = "0123456789".repeat(20_000);
    server.rows("CREATE TABLE demo.texts (k INT, at BIGINT, t STRING, INDEX(KEY=k, TS=at))");
    server.rows(
        "INSERT INTO demo.texts VALUES (1, 1, 'first'), (1, 2, '" + text + "'), (1, 3, 'last')");
    for (int i = 0; i < 2; i++) {
      assertThat(server.get("/api/demo/texts/online?key=1"))
          .endsWith("[[1,3,\"last\"],[1,2,\"" + text + "\"],[1,1,\"first\"]]}");
    }
  }

  @Test
  void eachReadLeavesOneLineInTheAuditLog() throws IOException {
    server.rows("CREATE USER reader IDENTIFIED BY 'x'");
    for (int i = 0; i < 3; i++) {
      rows("?key=a");
      rows("?key=a&limit=x");
      asReader("?key=a");
      post("{\"keys\":[[\"a\"]]}");
    }
    server.close(); // writes what waits
    assertThat(Files.readAllLines(directory.resolve("audit.log")))
        .filteredOn(line -> line.contains(TRIPS))
        .hasSize(12);
  }
}
