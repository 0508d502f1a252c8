package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.storage.local.LocalStorage;

/** The calls of OpenMLDB's name server. */
class NameServerTest {
  private static final String SHOW = "/NameServer/ShowTable";
  private static final String UPDATE = "/NameServer/UpdateOfflineTableInfo";
  private static final String T = "{\"db\": \"demo\", \"name\": \"t\"}";

  @TempDir private Path directory;
  @TempDir private Path files;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new TestServer(
            directory, new LocalStorage(), Map.of("load_file_dirs", files.toRealPath().toString()));
    files = files.toRealPath();
    server.rows("CREATE DATABASE demo");
    server.rows("CREATE DATABASE other");
    server.rows("CREATE TABLE demo.t (k INT NOT NULL, s STRING, INDEX(KEY=s))");
    server.rows("CREATE TABLE other.u (k INT)");
    file("one.csv", "k,s\n1,a\n");
    file("two.csv", "2;NA\n");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(files.resolve(name), text).toString();
  }

  private void load(String name, String options) {
    server.rows(
        "LOAD DATA INFILE '"
            + files.resolve(name)
            + "' INTO TABLE demo.t OPTIONS("
            + options
            + ")");
  }

  private JsonNode post(String user, String path, String body) {
    String login = Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        server.send(
            HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Basic " + login)
                .POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return TestServer.json(answer.body());
  }

  private JsonNode show(String body) {
    JsonNode answer = post("root:", SHOW, body);
    assertThat(answer.path("code").asInt()).as(answer.toString()).isZero();
    assertThat(answer.path("msg").asText()).isEqualTo("ok");
    return answer.path("table_info");
  }

  private JsonNode table() {
    JsonNode tables = show(T);
    assertThat(tables).hasSize(1);
    return tables.path(0);
  }

  private JsonNode offline() {
    return table().path("offline_table_info");
  }

  private static List<String> names(JsonNode tables) {
    List<String> names = new ArrayList<>();
    tables.forEach(t -> names.add(t.path("db").asText() + "." + t.path("name").asText()));
    return names;
  }

  private ObjectNode update(String info) {
    ObjectNode body = (ObjectNode) TestServer.json(T);
    body.put("tid", table().path("tid").asLong());
    if (!info.isEmpty()) {
      body.set("offline_table_info", TestServer.json(info));
    }
    return body;
  }

  private void assertUpdated(ObjectNode body) {
    assertThat(post("root:", UPDATE, body.toString()).toString())
        .isEqualTo("{\"code\":0,\"msg\":\"ok\"}");
  }

  private void assertRefused(String path, String body, String why) {
    JsonNode answer = post("root:", path, body);
    assertThat(answer.path("code").asInt()).as(answer.toString()).isEqualTo(-1);
    assertThat(answer.path("msg").asText()).contains(why);
  }

  private List<String> rows() {
    return server.rows("SELECT k, s FROM demo.t ORDER BY k");
  }

  @Test
  void aTableIsShownAsItIsDeclared() {
    JsonNode table = table();
    assertThat(table.path("tid").isIntegralNumber()).isTrue();
    assertThat(table.path("tid").asLong()).isBetween(0L, (long) Integer.MAX_VALUE);
    ((ObjectNode) table).remove("tid");
    assertThat(table.toString())
        .isEqualTo(
            "{\"name\":\"t\",\"db\":\"demo\",\"column_desc\":["
                + "{\"name\":\"k\",\"data_type\":\"Int32\",\"not_null\":true},"
                + "{\"name\":\"s\",\"data_type\":\"String\",\"not_null\":false}],"
                + "\"column_key\":[{\"col_name\":[\"s\"],\"ts_name\":null}],"
                + "\"partition_num\":1,\"replica_num\":1,\"storage_mode\":\"SSD\","
                + "\"compress_type\":\"NoCompress\"}");
  }

  @Test
  void optionsAreShown() {
    server.rows(
        "CREATE TABLE demo.o (k INT) OPTIONS (partitionnum=8, replicanum=3, storage_mode='memory',"
            + " compress_type='snappy')");
    JsonNode table = show("{\"db\":\"demo\",\"name\":\"o\"}").path(0);
    assertThat(table.path("partition_num").asInt()).isEqualTo(8);
    assertThat(table.path("replica_num").asInt()).isEqualTo(3);
    assertThat(table.path("storage_mode").asText()).isEqualTo("Memory");
    assertThat(table.path("compress_type").asText()).isEqualTo("Snappy");
  }

  @Test
  void aTableKeepsItsNumberUntilItIsDropped() {
    long tid = table().path("tid").asLong();
    server.rows("demo", "ALTER TABLE t RENAME v");
    assertThat(show("{\"db\":\"demo\"}").path(0).path("tid").asLong()).isEqualTo(tid);
    server.rows("DROP TABLE demo.v");
    server.rows("CREATE TABLE demo.t (k INT, s STRING)");
    assertThat(table().path("tid").asLong()).isNotEqualTo(tid);
  }

  @Test
  void tablesOfADatabaseAndOfAllAreShownToWhoMaySeeThem() {
    assertThat(names(show("{\"db\":\"demo\"}"))).containsExactly("demo.t");
    assertThat(names(show("{\"show_all\":true}"))).containsExactly("demo.t", "other.u");
    assertThat(names(show("{\"db\":\"demo\",\"name\":\"t\",\"show_all\":true}"))).hasSize(2);
    server.rows("CREATE USER reader IDENTIFIED BY 'x'");
    server.rows("GRANT SELECT ON demo.t TO reader");
    assertThat(names(post("reader:x", SHOW, "{\"show_all\":true}").path("table_info")))
        .containsExactly("demo.t");
    assertThat(names(post("reader:x", SHOW, "{\"db\":\"demo\"}").path("table_info"))).hasSize(1);
    for (String hidden :
        List.of("{\"db\":\"other\"}", "{\"db\":\"other\",\"name\":\"u\"}", "{\"db\":\"none\"}")) {
      JsonNode answer = post("reader:x", SHOW, hidden);
      assertThat(answer.path("code").asInt()).isEqualTo(-1);
      assertThat(answer.path("msg").asText()).contains("Access denied");
    }
  }

  @Test
  void whatItShowsOfflineHasOpenMldbsWords() {
    load(
        "two.csv",
        "deep_copy=false, header=false, delimiter=';', null_value='NA', short_rows='reject'");
    assertThat(offline().toString())
        .isEqualTo(
            "{\"path\":\"\",\"format\":\"csv\",\"options\":{\"sep\":\";\",\"quote\":\"\\\"\","
                + "\"header\":\"false\",\"nullValue\":\"NA\",\"short_rows\":\"reject\"},"
                + "\"symbolic_paths\":[\""
                + files.resolve("two.csv")
                + "\"]}");
    load("one.csv", "mode='overwrite'");
    assertThat(offline().path("path").asText()).startsWith(server.plimsoll.directory().toString());
    assertThat(offline().path("format").asText()).isEqualTo("parquet");
    assertThat(offline().path("options")).isEmpty();
    assertThat(offline().path("symbolic_paths")).isEmpty();
  }

  @Test
  void whatIsShownCanBeSentBack() {
    load("two.csv", "deep_copy=false, header=false, delimiter=';', null_value='NA'");
    String shown = offline().toString();
    assertUpdated(update(shown));
    assertThat(offline().toString()).isEqualTo(shown);
    assertThat(rows()).containsExactly("2|null");
  }

  @Test
  void linksAreClearedAndReplacedWhole() {
    load("one.csv", "deep_copy=false");
    assertUpdated(update(""));
    assertThat(rows()).isEmpty();
    assertThat(table().has("offline_table_info")).isFalse();
    String two =
        "{\"path\":\"\",\"format\":\"CSV\",\"options\":{\"sep\":\";\",\"header\":\"false\","
            + "\"nullValue\":\"NA\",\"quote\":\"\"},\"deep_copy\":false,\"symbolic_paths\":[\""
            + files.resolve("two.csv")
            + "\",\"file://"
            + files.resolve("two.csv")
            + "\"]}";
    assertUpdated(update(two));
    assertThat(rows()).containsExactly("2|null");
    assertThat(offline().path("symbolic_paths")).hasSize(1);
    assertThat(files.resolve("one.csv")).exists();
    assertThat(files.resolve("two.csv")).exists();
    assertThat(server.value("SELECT COUNT(*) FROM information_schema.loads WHERE TYPE = 'ALTER'"))
        .isEqualTo("2");
  }

  /** The original forgets them: its files stay behind, and no query finds them. */
  @Test
  void rowsOfItsOwnAreNotForgotten() throws IOException {
    load("one.csv", "mode='append'");
    server.rows(
        "SELECT 7 AS k, 'p' AS s INTO OUTFILE '"
            + files.resolve("p.parquet")
            + "' OPTIONS(format='parquet')");
    load("p.parquet", "mode='append', deep_copy=false");
    String shown = offline().toString();
    String path = offline().path("path").asText();
    String forgets = "has rows of its own, which would be forgotten. TRUNCATE TABLE";
    assertRefused(UPDATE, update("").toString(), forgets);
    assertRefused(UPDATE, update("{\"format\":\"parquet\"}").toString(), forgets);
    assertRefused(
        UPDATE,
        update("{\"path\":\"" + files + "\",\"format\":\"parquet\"}").toString(),
        "belong into symbolic_paths");
    assertRefused(
        UPDATE,
        update(
                "{\"path\":\""
                    + path
                    + "\",\"format\":\"csv\",\"symbolic_paths\":[\""
                    + files.resolve("one.csv")
                    + "\"]}")
            .toString(),
        "cannot stand beside them");
    assertThat(offline().toString()).isEqualTo(shown);
    assertThat(rows()).containsExactly("1|a", "7|p");
    assertUpdated(update("{\"path\":\"" + path + "\",\"format\":\"parquet\"}"));
    assertThat(rows()).containsExactly("1|a");
    server.rows("TRUNCATE TABLE demo.t");
    assertUpdated(update(""));
  }

  @Test
  void aLinkThatBrokeIsTakenAway() throws IOException {
    load("one.csv", "deep_copy=false");
    Files.delete(files.resolve("one.csv"));
    assertUpdated(update(""));
    assertThat(rows()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"name": "t"}                                  | no text 'db'
          {"db": "", "name": "t"}                        | no text 'db'
          {"db": 1}                                      | no text 'db'
          {"db": "demo", "name": ""}                     | no text 'name'
          {"db": "none"}                                 | none
          {"db": "demo", "name": "none"}                 | none
          {"db": "none", "name": "t"}                    | none
          {"show_all": "yes"}                            | 'show_all' must be true or false
          {"db": "demo", "nmae": "t"}                    | Did you mean 'name'?
          [                                              | The body is not JSON
          []                                             | The body is no JSON object
          """)
  void whatCannotBeShownSaysWhy(String body, String why) {
    assertRefused(SHOW, body, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"name": "t", "tid": 1}                              | no text 'db'
          {"db": "demo", "tid": 1}                             | no text 'name'
          {"db": "demo", "name": "t"}                          | no number 'tid'
          {"db": "demo", "name": "t", "tid": "1"}              | no number 'tid'
          {"db": "demo", "name": "t", "tid": 1.5}              | no number 'tid'
          {"db": "demo", "name": "t", "tid": -1}               | has tid
          {"db": "demo", "name": "none", "tid": 1}             | none
          {"db": "none", "name": "t", "tid": 1}                | none
          {"db": "demo", "name": "t", "tid": 1, "ofline_table_info": {}} | Did you mean 'offline_table_info'?
          """)
  void tablesThatAreNotNamedRightStayAsTheyAre(String body, String why) {
    load("one.csv", "deep_copy=false");
    assertRefused(UPDATE, body, why);
    assertThat(rows()).containsExactly("1|a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          null                                                        | must be an object
          []                                                          | must be an object
          {"format": "hive"}                                          | must be csv or parquet
          {"format": 1}                                               | 'format' of 'offline_table_info' must be a text
          {"paths": []}                                               | Unknown option 'paths'
          {"symbolic_path": []}                                       | Did you mean 'symbolic_paths'?
          {"symbolic_paths": "/x"}                                    | must be a list of texts
          {"symbolic_paths": [1]}                                     | must be a list of texts
          {"deep_copy": "no"}                                         | must be true or false
          {"format": "csv", "options": []}                            | must be an object of texts
          {"format": "csv", "options": {"sep": null}}                 | must be a text
          {"format": "csv", "options": {"separ": ";"}}                | Unknown option 'separ'
          {"format": "csv", "options": {"quote": "ab"}}               | enclose
          {"format": "csv", "options": {"header": "maybe"}}           | header
          {"format": "csv", "options": {"sep": ";", "delimiter": ","}} | says again
          {"format": "parquet", "options": {"sep": ";"}}              | links of parquet have no such option
          {"format": "csv", "symbolic_paths": ["/nowhere/x.csv"]}     | load_file_dirs
          {"format": "csv", "symbolic_paths": ["$/none.csv"]}         | none.csv
          {"format": "parquet", "symbolic_paths": ["$/one.csv"]}      | one.csv
          {"format": "csv", "symbolic_paths": ["hdfs://x/y"]}         | hdfs://x/y
          """)
  void recordsThatCannotBeSaySoAndChangeNothing(String info, String why) {
    load("one.csv", "deep_copy=false");
    assertRefused(UPDATE, update(info.replace("$", files.toString())).toString(), why);
    assertThat(rows()).containsExactly("1|a");
  }

  @Test
  void aRecordNeedsAlterAndPathsNeedFile() {
    load("one.csv", "deep_copy=false");
    server.rows("CREATE USER writer IDENTIFIED BY 'x'");
    server.rows("GRANT SELECT, INSERT ON demo.t TO writer");
    assertThat(post("writer:x", UPDATE, update("").toString()).path("msg").asText())
        .contains("ALTER privilege(s) on TABLE t");
    server.rows("GRANT ALTER ON demo.t TO writer");
    String link = "{\"format\":\"csv\",\"symbolic_paths\":[\"" + files.resolve("one.csv") + "\"]}";
    assertThat(post("writer:x", UPDATE, update(link).toString()).path("msg").asText())
        .contains("FILE privilege(s)");
    assertThat(rows()).containsExactly("1|a");
    assertThat(post("writer:x", UPDATE, update("").toString()).path("code").asInt()).isZero();
    assertThat(rows()).isEmpty();
  }

  @Test
  void eachCallLeavesOneLineInTheAuditLog() throws IOException {
    Path log = directory.resolve("audit.log");
    int before = Files.readAllLines(log).size();
    post("root:", SHOW, T);
    post("root:", UPDATE, "{\"db\": \"demo\", \"name\": \"t\", \"tid\": -1}");
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.subList(before, lines.size()))
        .satisfiesExactly(
            line -> assertThat(line).contains("POST " + SHOW, "demo.t", "\"OK\""),
            line -> assertThat(line).contains("POST " + UPDATE, "demo.t", "\"REFUSED\""));
  }

  @Test
  void callsNeedALogin() {
    for (String path : List.of(SHOW, UPDATE)) {
      assertThat(
              server
                  .send(HttpRequest.newBuilder(server.uri(path)).POST(BodyPublishers.ofString(T)))
                  .statusCode())
          .isEqualTo(401);
    }
  }
}
