package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.storage.local.LocalStorage;

/** What a user does in a day, through every way in. */
class HappyPathTest {
  private static final Path FLIGHTS = Path.of("../examples/flights.csv");

  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS %s (
        `date` DATETIME NOT NULL COMMENT 'departure, local',
        delay INT,
        distance INT DEFAULT "0",
        origin VARCHAR(3) NOT NULL,
        destination VARCHAR(3)
      )
      DUPLICATE KEY(`date`)
      COMMENT 'it''s flights'
      PARTITION BY date_trunc('month', `date`)
      DISTRIBUTED BY HASH(origin) BUCKETS 8
      PROPERTIES ("replication_num" = "1")
      """;

  @TempDir Path directory;
  private TestServer server;

  @BeforeEach
  void start() {
    server = open();
    server.rows("CREATE DATABASE demo");
    server.rows(CREATE.formatted("demo.flights"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private TestServer open() {
    return new TestServer(directory.resolve("data"), new LocalStorage(), settings());
  }

  /** Settings beside those of every test. */
  Map<String, String> settings() {
    return Map.of();
  }

  private JsonNode loadFlights(String label) throws IOException {
    return server.load(
        "demo.flights",
        BodyPublishers.ofFile(FLIGHTS),
        "label",
        label,
        "column_separator",
        ",",
        "skip_header",
        "1");
  }

  @Test
  void streamLoadOfAFileAnswersAsStarRocksDoesAndLoadsOnce() throws IOException {
    JsonNode answer = loadFlights("f1");
    List<String> lines = Files.readAllLines(FLIGHTS);
    List<String[]> rows = lines.stream().skip(1).map(line -> line.split(",")).toList();
    assertThat(answer.properties().stream().map(Map.Entry::getKey))
        .containsExactly(
            "TxnId",
            "Label",
            "Status",
            "Message",
            "NumberTotalRows",
            "NumberLoadedRows",
            "NumberFilteredRows",
            "NumberUnselectedRows",
            "LoadBytes",
            "LoadTimeMs",
            "BeginTxnTimeMs",
            "StreamLoadPlanTimeMs",
            "ReadDataTimeMs",
            "WriteDataTimeMs",
            "CommitAndPublishTimeMs");
    assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("Success");
    assertThat(answer.path("Message").asText()).isEqualTo("OK");
    assertThat(answer.path("Label").asText()).isEqualTo("f1");
    assertThat(answer.path("TxnId").asLong()).isPositive();
    assertThat(answer.path("NumberTotalRows").asInt()).isEqualTo(rows.size());
    assertThat(answer.path("NumberLoadedRows").asInt()).isEqualTo(rows.size());
    assertThat(answer.path("NumberFilteredRows").asInt()).isZero();
    assertThat(answer.path("LoadBytes").asLong()).isEqualTo(Files.size(FLIGHTS));
    assertThat(server.labelState("demo", "f1")).isEqualTo("VISIBLE");

    JsonNode again = loadFlights("f1");
    assertThat(again.path("Status").asText()).isEqualTo("Label Already Exists");
    assertThat(again.path("ExistingJobStatus").asText()).isEqualTo("FINISHED");
    assertThat(
            server.value(
                "SELECT count(*), sum(delay), sum(distance), count(DISTINCT origin), min(`date`),"
                    + " max(`date`) FROM demo.flights"))
        .isEqualTo(expected(rows));
  }

  private static String expected(List<String[]> rows) {
    long delay = rows.stream().mapToLong(row -> Long.parseLong(row[1])).sum();
    long distance = rows.stream().mapToLong(row -> Long.parseLong(row[2])).sum();
    long origins = rows.stream().map(row -> row[3]).distinct().count();
    String first = rows.stream().map(row -> row[0]).min(String::compareTo).orElseThrow();
    String last = rows.stream().map(row -> row[0]).max(String::compareTo).orElseThrow();
    return Stream.of(rows.size(), delay, distance, origins, first, last)
        .map(String::valueOf)
        .reduce((left, right) -> left + "|" + right)
        .orElseThrow()
        .replace(' ', 'T')
        .replace(":00|", "|")
        .replaceFirst(":00$", "");
  }

  @Test
  void streamLoadKeepsItsOwnTimeZone() throws IOException {
    server.rows(
        "CREATE TABLE demo.z (t DATETIME, u DATETIME, n DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP)");
    JsonNode answer =
        server.load(
            "demo.z",
            BodyPublishers.ofString("2020-01-01 00:00:00Z,2020-01-01 00:00:00\n"),
            "column_separator",
            ",",
            "columns",
            "t,u",
            "timezone",
            "+14:00");
    assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("Success");
    assertThat(server.value("SELECT t, u, n > UTC_TIMESTAMP() + INTERVAL 13 HOUR FROM demo.z"))
        .isEqualTo("2020-01-01T14:00|2020-01-01T00:00|true");
  }

  @Test
  void loadDataReadsAFileOfTheServer() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("in.csv"),
            "ignored header\n2001-02-01 10:00:00;5;NA;'O;R';LAX\n2001-03-01 00:00:00;NA;7;ORD;NA\n");
    assertThat(
            server.value(
                "LOAD DATA INFILE '"
                    + file
                    + "' INTO TABLE demo.flights OPTIONS(delimiter=';',"
                    + " header=true, null_value='NA', quote='\\'', mode='append', format='csv',"
                    + " deep_copy=true)"))
        .startsWith("2|{'label':'load_data_");
    assertThat(server.rows("SELECT * FROM demo.flights ORDER BY `date`"))
        .containsExactly("2001-02-01T10:00|5|null|O;R|LAX", "2001-03-01T00:00|null|7|ORD|null");
    assertThat(server.rows("demo", "SHOW LOAD WHERE STATE = 'FINISHED'"))
        .singleElement()
        .asString()
        .contains("|FINISHED|ETL:100%; LOAD:100%|LOAD_DATA|", "dpp.norm.ALL=2");
  }

  @Test
  void insertOfValuesAndOfAQueryKeepTheirLabels() {
    assertThat(
            server.value(
                "INSERT INTO demo.flights WITH LABEL i1 (`date`, origin)"
                    + " VALUES ('2001-01-01 00:00:00', 'ORD'), ('2001-02-01 00:00:00', 'LAX')"))
        .startsWith("2|{'label':'i1', 'status':'VISIBLE', 'txnId':'");
    assertThat(
            server.value(
                "INSERT INTO demo.flights WITH LABEL i2"
                    + " SELECT date_add(`date`, INTERVAL 1 DAY), 9, distance + 1, origin, 'JFK'"
                    + " FROM demo.flights WHERE origin = 'ORD'"))
        .startsWith("1|{'label':'i2'");
    assertThat(server.rows("SELECT * FROM demo.flights ORDER BY `date`"))
        .containsExactly(
            "2001-01-01T00:00|null|0|ORD|null",
            "2001-01-02T00:00|9|1|ORD|JFK",
            "2001-02-01T00:00|null|0|LAX|null");
    assertThat(server.labelState("demo", "i2")).isEqualTo("VISIBLE");
    assertThat(server.rows("demo", "SHOW LOAD ORDER BY JobId DESC"))
        .extracting(row -> row.split("\\|")[1])
        .containsExactly("i2", "i1");
  }

  @Test
  void showCreateTableMakesTheSameTableAgain() {
    String statement = created("demo.flights");
    assertThat(statement)
        .contains(
            "CREATE TABLE `flights` (",
            "`date` DATETIME NOT NULL COMMENT 'departure, local'",
            "DUPLICATE KEY (`date`)",
            "COMMENT 'it''s flights'",
            "PARTITION BY date_trunc('month', `date`)",
            "DISTRIBUTED BY HASH(origin) BUCKETS 8",
            "'replication_num' = '1'");
    server.rows("CREATE DATABASE copy");
    server.rows("copy", statement);
    assertThat(created("copy.flights")).isEqualTo(statement);
    assertThat(server.rows("DESC copy.flights")).isEqualTo(server.rows("DESC demo.flights"));
  }

  private String created(String table) {
    String row = server.value("SHOW CREATE TABLE " + table);
    return row.substring(row.indexOf('|') + 1);
  }

  @Test
  void descriptionsNameEveryColumn() {
    assertThat(server.rows("DESC demo.flights"))
        .containsExactly(
            "date|datetime|NO|true|null|",
            "delay|int|YES|false|null|",
            "distance|int|YES|false|0|",
            "origin|varchar(3)|NO|false|null|",
            "destination|varchar(3)|YES|false|null|");
    JsonNode schema = TestServer.json(server.get("/api/demo/flights/_schema"));
    assertThat(schema.path("status").asInt()).isEqualTo(200);
    assertThat(schema.path("properties"))
        .extracting(column -> column.path("name").asText() + " " + column.path("type").asText())
        .containsExactly(
            "date DATETIME", "delay INT", "distance INT", "origin VARCHAR", "destination VARCHAR");
    assertThat(server.rows("demo", "SHOW TABLES")).containsExactly("flights");
    assertThat(server.rows("SHOW DATABASES LIKE 'de%'")).containsExactly("demo");
  }

  @Test
  void emptiedTablesTakeRowsAgainAndDroppedOnesAreGone() throws IOException {
    server.rows("INSERT INTO demo.flights VALUES ('2001-01-01 00:00:00', 1, 1, 'ORD', 'LAX')");
    server.rows("TRUNCATE TABLE demo.flights");
    assertThat(server.value("SELECT count(*) FROM demo.flights")).isEqualTo("0");
    server.rows("INSERT INTO demo.flights VALUES ('2001-01-01 00:00:00', 1, 1, 'ORD', 'LAX')");
    assertThat(server.value("SELECT count(*) FROM demo.flights")).isEqualTo("1");
    server.rows("DROP TABLE demo.flights");
    server.rows("DROP TABLE IF EXISTS demo.flights");
    assertThat(server.rows("demo", "SHOW TABLES")).isEmpty();
    assertThat(server.traces().files()).isEmpty();
    server.rows("DROP DATABASE demo");
    assertThat(server.rows("SHOW DATABASES")).doesNotContain("demo");
  }

  @Test
  void toleratedBadRowsAreCountedAndReadAtTheErrorUrl() {
    JsonNode answer =
        server.load(
            "demo.flights",
            "2001-01-01 00:00:00,1,2,ORD,LAX\n2001-01-01 00:00:00,1,2,TOOLONG,LAX\n\n"
                + "2001-01-01 00:00:00,x,2,ORD,LAX\n",
            "column_separator",
            ",",
            "max_filter_ratio",
            "0.5");
    assertThat(answer.path("Status").asText()).as(answer.toString()).isEqualTo("Success");
    assertThat(answer.path("NumberTotalRows").asInt()).isEqualTo(3);
    assertThat(answer.path("NumberLoadedRows").asInt()).isEqualTo(2);
    assertThat(answer.path("NumberFilteredRows").asInt()).isEqualTo(1);
    assertThat(answer.properties().stream().map(Map.Entry::getKey).reduce((a, b) -> b))
        .hasValue("ErrorURL");
    var log =
        server.send(HttpRequest.newBuilder(java.net.URI.create(answer.path("ErrorURL").asText())));
    assertThat(log.body())
        .startsWith(
            "Error: String 'TOOLONG'(length=7) is too long. The max length of 'origin' is 3."
                + " Row: 2001-01-01 00:00:00,1,2,TOOLONG,LAX\n");
    assertThat(server.rows("SELECT delay FROM demo.flights ORDER BY delay"))
        .containsExactly("null", "1");
  }

  @Test
  void sqlOverHttpStreamsRowsAsLines() {
    server.rows("INSERT INTO demo.flights VALUES ('2001-01-01 00:00:00', 1, 1, 'ORD', 'LAX')");
    var answer =
        server.sqlOverHttp(
            "/api/v1/catalogs/default_catalog/databases/demo/sql",
            "SELECT origin, count(*), avg(delay) FROM flights GROUP BY origin ORDER BY 2 DESC");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().lines())
        .anySatisfy(line -> assertThat(line).isEqualTo("{\"data\":[\"ORD\",1,1.0]}"));
    assertThat(server.rows("EXPLAIN SELECT count(*) FROM demo.flights")).isNotEmpty();
  }

  @Test
  void everythingIsThereAfterARestart() throws IOException {
    loadFlights("f1");
    String sum = server.value("SELECT count(*), sum(delay) FROM demo.flights");
    server.close();
    server = open();
    assertThat(server.value("SELECT count(*), sum(delay) FROM demo.flights")).isEqualTo(sum);
    assertThat(loadFlights("f1").path("Status").asText()).isEqualTo("Label Already Exists");
  }
}
