package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.storage.local.LocalStorage;

/** The calls of OpenMLDB's REST server. */
class ApiServerTest {
  private static final String TABLE = "/dbs/demo/tables/t";

  @TempDir private static Path directory;
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = new TestServer(directory, new LocalStorage(), Map.of("execute_mode", "online"));
    server.rows("CREATE DATABASE demo");
    server.rows(
        "CREATE TABLE demo.t (b BOOLEAN, s SMALLINT, i INT, l BIGINT, f FLOAT, d DOUBLE, c STRING,"
            + " day DATE, at DATETIME, INDEX(KEY=c, TS=l))");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.rows("TRUNCATE TABLE demo.t");
  }

  private static JsonNode put(String body, String... headers) {
    var request = server.request(TABLE).PUT(BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    HttpResponse<String> answer = server.send(request);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer.body());
  }

  private static JsonNode post(String path, String body) {
    HttpResponse<String> answer =
        server.send(server.request(path).POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer.body());
  }

  private static String row(String c) {
    return "[true, 1, 2, 3, 1.5, 0.1, \"" + c + "\", \"2022-4-7\", 1650000000123]";
  }

  @Test
  void rowsArePutAndReadBack() {
    assertThat(put("{\"value\": [" + row("a \\\"q\\\", \\n b") + "]}").toString())
        .isEqualTo("{\"code\":0,\"msg\":\"ok\"}");
    put("{\"value\": [[null, null, null, 4, null, null, null, null, null]]}");
    JsonNode answer =
        post("/dbs/demo", "{\"mode\": \"online\", \"sql\": \"SELECT * FROM t ORDER BY l\"}");
    assertThat(answer.toString())
        .isEqualTo(
            "{\"code\":0,\"msg\":\"ok\",\"data\":{\"schema\":[\"Bool\",\"Int16\",\"Int32\","
                + "\"Int64\",\"Float\",\"Double\",\"String\",\"Date\",\"Timestamp\"],\"data\":["
                + "[true,1,2,3,1.5,0.1,\"a \\\"q\\\", \\n b\",\"2022-4-7\",1650000000123],"
                + "[null,null,null,4,null,null,null,null,null]]}}");
  }

  @Test
  void labelMakesAPutHappenOnce() {
    String body = "{\"value\": [" + row("a") + ", " + row("b") + "]}";
    assertThat(put(body, "label", "once").path("code").asInt()).isZero();
    assertThat(put(body, "label", "once").path("msg").asText()).contains("once");
    assertThat(server.value("SELECT COUNT(*) FROM demo.t")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"value": [[1]]}                                                        | Row 1 must be a list of 9 values
          {"value": [7]}                                                          | Row 1 must be a list of 9 values
          {"value": []}                                                           | The body has no rows
          {}                                                                      | The body has no rows
          [                                                                       | The body is not JSON
          {"value": [[true, 70000, 2, 3, 1, 1, "a", "2022-4-7", 1]]}              | 's'
          {"value": [[true, 1, 2, 3, 1, 1, "a", "2022-2-31", 1]]}                 | 'day'
          {"value": [[true, 1, 2, null, 1, 1, "a", "2022-2-1", 1]]}               | 'l'
          {"value": [[true, 1, 2, "x", 1, 1, "a", "2022-2-1", 1]]}                | 'l'
          {"value": [[true, 1, 1.5, 3, 1, 1, "a", "2022-2-1", 1]]}                | 'i'
          """)
  void rowsThatCannotBePutSayWhy(String body, String why) {
    JsonNode answer = put(body);
    assertThat(answer.path("code").asInt()).isEqualTo(-1);
    assertThat(answer.path("msg").asText()).contains(why);
    assertThat(server.value("SELECT COUNT(*) FROM demo.t")).isEqualTo("0");
  }

  @Test
  void statementsTakeParametersAndModes() {
    put("{\"value\": [" + row("a") + "]}");
    JsonNode answer =
        post(
            "/dbs/demo",
            "{\"mode\": \"ONLINE\", \"sql\": \"SELECT c FROM t WHERE l = ? AND c = ? AND at = ?\","
                + " \"input\": {\"schema\": [\"bigint\", \"string\", \"timestamp\"],"
                + " \"data\": [3, \"a\", 1650000000123]}}");
    assertThat(answer.path("data").path("data").toString()).isEqualTo("[[\"a\"]]");
    answer = post("/dbs/demo", "{\"mode\": \"offsync\", \"sql\": \"SELECT COUNT(*) FROM t\"}");
    assertThat(answer.path("data").path("data").toString()).isEqualTo("[[0]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"sql": "SELECT 1"}                                         | mode is ''
          {"mode": "online"}                                          | no text 'sql'
          {"mode": "online", "sql": "SELECT ?"}                       | The statement has 1 parameters
          {"mode": "online", "sql": "SELECT nothing FROM t"}          | nothing
          {"mode": "online", "sql": "SELECT ?", "input": {"schema": ["int"], "data": []}}    | of the same length
          {"mode": "online", "sql": "SELECT ?", "input": {"schema": ["int"], "data": ["x"]}} | 'x' is no int
          {"mode": "online", "sql": "SELECT ?", "input": {"schema": ["x"], "data": [1]}}     | 'x' is no type
          """)
  void statementsThatCannotBeRunSayWhy(String body, String why) {
    JsonNode answer = post("/dbs/demo", body);
    assertThat(answer.path("code").asInt()).isEqualTo(-1);
    assertThat(answer.path("msg").asText()).contains(why);
  }

  @Test
  void eachRequestLeavesOneLineInTheAuditLog() throws IOException {
    Path log = directory.resolve("audit.log");
    int before = Files.readAllLines(log).size();
    post("/dbs/demo", "{\"mode\": \"online\", \"sql\": \"SELECT 1 AS audited\"}");
    post("/dbs/demo", "{\"mode\": \"online\"}");
    put("{\"value\": []}");
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.subList(before, lines.size()))
        .satisfiesExactly(
            line -> assertThat(line).contains("SELECT 1 AS audited", "\"OK\""),
            line -> assertThat(line).contains("POST /dbs/demo", "\"SYNTAX\""),
            line -> assertThat(line).contains("PUT /dbs/demo/tables/t", "\"SYNTAX\""));
  }

  @Test
  void databasesAndTablesAreListed() {
    assertThat(server.get("/dbs")).isEqualTo("{\"code\":0,\"msg\":\"ok\",\"dbs\":[\"demo\"]}");
    JsonNode table = TestServer.json(server.get("/dbs/demo/tables/t")).path("table");
    assertThat(table.path("column_desc").path(3).toString())
        .isEqualTo("{\"name\":\"l\",\"data_type\":\"Int64\",\"not_null\":false}");
    assertThat(table.path("column_key").toString())
        .isEqualTo("[{\"col_name\":[\"c\"],\"ts_name\":\"l\"}]");
    assertThat(TestServer.json(server.get("/dbs/demo/tables")).path("tables")).hasSize(1);
    assertThat(server.get("/dbs/demo/tables/none")).contains("\"code\":-1", "none");
    assertThat(post("/refresh", "").path("code").asInt()).isZero();
  }
}
