package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.Storage;
import plimsoll.storage.local.LocalStorage;

/** What somebody without rights tries, by each way in: refused, and nothing is learnt or left. */
class RightsTest {
  private static final String DENIED = "Access denied; you need (at least one of) the ";
  private static final String SECRET = "hunter2";

  @TempDir private Path directory;
  @TempDir private Path files;
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    Files.createDirectory(files.resolve("in"));
    Files.writeString(files.resolve("in/rows.csv"), "a\n1\n");
    Files.writeString(files.resolve("outside.csv"), "a\n2\n");
    server =
        new TestServer(
            directory,
            new LocalStorage(),
            Map.of("load_file_dirs", files.resolve("in") + ", " + files.resolve("none")));
    root(
        "CREATE DATABASE open",
        "CREATE DATABASE hidden",
        "CREATE TABLE open.t (a INT)",
        "CREATE TABLE open.other (a INT)",
        "CREATE TABLE hidden.t (a INT)",
        "CREATE USER reader IDENTIFIED BY '" + SECRET + "'",
        "CREATE USER writer IDENTIFIED BY '" + SECRET + "'",
        "GRANT SELECT ON open.t TO reader",
        "GRANT INSERT ON open.t TO writer",
        "INSERT INTO open.t VALUES (1)",
        "INSERT INTO hidden.t VALUES (42)");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void root(String... statements) {
    for (String statement : statements) {
      server.rows(statement);
    }
  }

  private static String basic(String user, String password) {
    return "Basic "
        + Base64.getEncoder()
            .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
  }

  private HttpRequest.Builder request(String user, String path) {
    return HttpRequest.newBuilder(server.uri(path)).header("Authorization", basic(user, SECRET));
  }

  private HttpResponse<String> sql(String user, String statement) {
    String body = TestServer.json("{}").isObject() ? quote(statement) : "";
    return server.send(
        request(user, "/api/v1/catalogs/default_catalog/sql").POST(BodyPublishers.ofString(body)));
  }

  private static String quote(String statement) {
    return new com.fasterxml.jackson.databind.ObjectMapper()
        .createObjectNode()
        .put("query", statement)
        .toString();
  }

  private JsonNode load(String user, String table, String rows) {
    return TestServer.json(
        server
            .send(
                request(user, "/api/" + table.replace('.', '/') + "/_stream_load")
                    .PUT(BodyPublishers.ofString(rows)))
            .body());
  }

  private void assertDenied(String user, String statement, String privilege, String what) {
    HttpResponse<String> answer = sql(user, statement);
    assertThat(answer.statusCode()).as(statement + ": " + answer.body()).isEqualTo(403);
    assertThat(TestServer.json(answer.body()).path("msg").asText())
        .contains(DENIED + privilege + " privilege(s) on " + what + " for this operation.");
  }

  @Test
  void definitionsAndRowsAreChangedByTheirPrivilegesOnly() {
    assertDenied("writer", "INSERT OVERWRITE open.t VALUES (1)", "DELETE", "TABLE t");
    assertDenied("writer", "DELETE FROM open.t WHERE a = 1", "DELETE", "TABLE t");
    assertDenied("writer", "ALTER TABLE open.t ADD COLUMN b INT", "ALTER", "TABLE t");
    assertDenied("writer", "ALTER TABLE hidden.none RENAME x", "ALTER", "TABLE none");
    assertDenied("writer", "CREATE TABLE open.x AS SELECT 1 AS a", "CREATE", "TABLE x");
    assertDenied("writer", "CREATE TABLE open.x LIKE hidden.t", "CREATE", "TABLE x");
    root("GRANT DELETE, ALTER, CREATE, INSERT ON open.* TO writer");
    assertDenied("writer", "ALTER TABLE open.t RENAME x", "DROP", "TABLE t");
    assertDenied("writer", "CREATE TABLE open.x LIKE hidden.t", "SELECT", "TABLE t");
    assertDenied("writer", "CREATE TABLE open.x AS SELECT * FROM hidden.t", "SELECT", "TABLE t");
    assertDenied(
        "writer", "DELETE FROM open.t WHERE a IN (SELECT a FROM hidden.t)", "SELECT", "TABLE t");
  }

  // ---- without INSERT

  @Test
  void withoutInsertNoWayOfLoadingIsOpen() {
    for (String table : List.of("open.t", "open.other", "hidden.t", "hidden.none", "none.none")) {
      String name = "TABLE " + table.replaceFirst(".*\\.", "");
      JsonNode answer = load("reader", table, "7\n");
      assertThat(answer.path("Status").asText()).isEqualTo("Fail");
      assertThat(answer.path("Message").asText()).startsWith(DENIED + "INSERT").contains(name);
      assertDenied("reader", "INSERT INTO " + table + " VALUES (7)", "INSERT", name);
      assertDenied(
          "reader",
          "LOAD DATA INFILE '" + files.resolve("in/rows.csv") + "' INTO TABLE " + table,
          "INSERT",
          name);
      assertDenied("reader", "TRUNCATE TABLE " + table, "DELETE", name);
      assertDenied("reader", "DROP TABLE " + table, "DROP", name);
    }
    assertThat(server.rows("SELECT a FROM open.t")).containsExactly("1");
  }

  @Test
  void insertNeedsSelectOnWhatItReads() {
    assertDenied("writer", "INSERT INTO open.t SELECT a FROM open.other", "SELECT", "TABLE other");
    assertDenied(
        "writer", "INSERT INTO open.t SELECT (SELECT max(a) FROM hidden.t)", "SELECT", "TABLE t");
    root("GRANT SELECT ON open.* TO writer");
    assertThat(sql("writer", "INSERT INTO open.t SELECT a FROM open.other").statusCode())
        .isEqualTo(200);
  }

  @Test
  void insertIsEnoughToLoad() {
    assertThat(load("writer", "open.t", "7\n").path("Status").asText()).isEqualTo("Success");
    assertThat(sql("writer", "INSERT INTO open.t VALUES (8)").statusCode()).isEqualTo(200);
    assertThat(server.rows("SELECT a FROM open.t ORDER BY a")).containsExactly("1", "7", "8");
  }

  // ---- reading

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM hidden.t",
        "SELECT 1 FROM open.t WHERE EXISTS (SELECT 1 FROM hidden.t)",
        "WITH x AS (SELECT * FROM hidden.t) SELECT * FROM x",
        "SELECT * FROM open.t UNION ALL SELECT * FROM hidden.t",
        "SELECT (SELECT max(a) FROM hidden.t) FROM open.t",
        "SELECT * FROM open.t JOIN hidden.t AS h ON t.a = h.a",
        "EXPLAIN SELECT * FROM hidden.t",
      })
  void everyTableOfAQueryNeedsSelect(String query) {
    assertDenied("reader", query, "SELECT", "TABLE t");
  }

  private HttpResponse<String> sqlIn(String database, String user, String statement) {
    String path = "/api/v1/catalogs/default_catalog/databases/" + database + "/sql";
    return server.send(request(user, path).POST(BodyPublishers.ofString(quote(statement))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT count(*) FROM open.t",
        "SELECT count(*) FROM t",
        "SELECT open.t.a FROM open.t",
        "SELECT count(*) FROM information_schema.tables",
        "SELECT count(*) FROM open.t JOIN information_schema.tables ON true",
        "EXPLAIN SELECT a FROM open.t",
        "WITH x AS (SELECT a FROM open.t) SELECT * FROM x",
      })
  void aNameWithItsDatabaseMeansThatTableWhateverTheCurrentOne(String query) {
    HttpResponse<String> answer = sqlIn("open", "reader", query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void withACurrentDatabaseNothingTellsWhatExistsEither() {
    for (String table : List.of("hidden.t", "none.t", "other", "nowhere", "open.nowhere")) {
      HttpResponse<String> answer = sqlIn("open", "reader", "SELECT * FROM " + table);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
      assertThat(answer.body())
          .contains(DENIED + "SELECT privilege(s) on TABLE " + table.replaceFirst(".*\\.", ""));
    }
  }

  @Test
  void withoutACurrentDatabaseATableAloneNamesNothingForAnybody() {
    for (String table : List.of("t", "other", "hidden", "nowhere")) {
      assertThat(sql("reader", "SELECT * FROM " + table).body()).contains("No database selected");
      assertThat(server.failure(null, "SELECT * FROM " + table).code())
          .isEqualTo(ErrorCode.NO_DATABASE);
    }
  }

  @Test
  void nothingTellsWhatExistsElsewhere() {
    for (String database : List.of("hidden", "none")) {
      assertDenied("reader", "USE " + database, "ANY", "DATABASE " + database);
      assertDenied("reader", "SHOW TABLES FROM " + database, "ANY", "DATABASE " + database);
      assertDenied("reader", "SELECT * FROM " + database + ".t", "SELECT", "TABLE t");
      assertDenied("reader", "DESC " + database + ".t", "ANY", "TABLE t");
      assertDenied("reader", "SHOW CREATE TABLE " + database + ".t", "ANY", "TABLE t");
      assertDenied("reader", "DROP DATABASE IF EXISTS " + database, "DROP", "DATABASE " + database);
      assertDenied("reader", "SHOW LOAD FROM " + database, "ANY", "DATABASE " + database);
      HttpResponse<String> schema =
          server.send(request("reader", "/api/" + database + "/t/_schema"));
      assertThat(schema.statusCode()).isEqualTo(403);
      assertThat(
              server.send(request("reader", "/api/" + database + "/get_load_state?label=x")).body())
          .contains("unknown database, database=" + database);
    }
    assertDenied("reader", "SELECT * FROM open.tt", "SELECT", "TABLE tt");
  }

  @Test
  void showsListOnlyWhatMayBeSeen() {
    assertThat(sql("reader", "SHOW DATABASES").body()).contains("open").doesNotContain("hidden");
    assertThat(sql("reader", "SHOW TABLES FROM open").body())
        .contains("\"t\"")
        .doesNotContain("other");
    assertThat(sql("reader", "SHOW LOAD FROM open").body()).doesNotContain("insert_");
    assertThat(sql("writer", "SHOW LOAD FROM open").body()).contains("insert_");
    String status = server.send(request("reader", "/api/plimsoll/status")).body();
    assertThat(status).contains("\"open\"").doesNotContain("hidden").doesNotContain("other");
  }

  @Test
  void errorsSuggestNoHiddenNames() {
    root("GRANT SELECT, INSERT ON open.othr TO reader");
    assertThat(sql("reader", "DESC open.othr").body())
        .contains("Unknown table")
        .doesNotContain("'other'");
    assertThat(load("reader", "open.othr", "1\n").path("Message").asText())
        .contains("Unknown table")
        .doesNotContain("'other'");
    assertThat(sql("reader", "SELECT * FROM open.othr").body()).doesNotContain("'other'");
    root("GRANT INSERT, CREATE ON DATABASE hiden TO reader", "GRANT INSERT ON hiden.* TO reader");
    String creating =
        server
            .send(
                request("reader", "/api/hiden/t/_stream_load")
                    .header("X-Plimsoll-New-Table", "[[\"61\",\"INT\"]]")
                    .PUT(BodyPublishers.ofString("1\n")))
            .body();
    assertThat(creating).contains("unknown database").doesNotContain("'hidden'");
  }

  // ---- loads of others

  @Test
  void loadsOfOthersAreNotCancelled() {
    assertThat(sql("reader", "CANCEL LOAD FROM open WHERE LABEL = 'x'").body())
        .contains("No load with label");
    String answer =
        server
            .send(request("reader", "/api/open/t/_cancel?label=x").POST(BodyPublishers.noBody()))
            .body();
    assertThat(answer).contains("No running load with label 'x'");
  }

  @Test
  void theReasonOfAnothersLoadIsNotTold() {
    server.load("open.other", "secret row\n", "label", "failed", "strict_mode", "true");
    String path = "/api/open/get_load_state?label=failed";
    assertThat(server.get(path)).contains("filtered");
    assertThat(server.send(request("reader", path)).body())
        .contains("\"state\":\"ABORTED\",\"reason\":\"\"");
  }

  // ---- administering

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE USER x",
        "ALTER USER root IDENTIFIED BY 'x'",
        "SET PASSWORD FOR root = 'x'",
        "SET PASSWORD FOR writer = PASSWORD('x')",
        "DROP USER writer",
        "CREATE ROLE x",
        "DROP ROLE x",
        "GRANT ADMIN ON *.* TO reader",
        "GRANT SELECT ON hidden.* TO reader",
        "REVOKE INSERT ON open.t FROM writer",
        "SHOW GRANTS FOR writer",
        "SHOW USERS",
        "SHOW ROLES",
      })
  void usersAreAdministeredByAdminOnly(String statement) {
    assertDenied("reader", statement, "ADMIN", "SYSTEM");
  }

  @Test
  void definitionsNeedTheirPrivilege() {
    assertDenied("reader", "CREATE DATABASE x", "CREATE", "CATALOG default_catalog");
    assertDenied("reader", "CREATE TABLE open.x (a INT)", "CREATE", "TABLE x");
    assertDenied("reader", "SET GLOBAL query_timeout = 1", "OPERATE", "SYSTEM");
    root("GRANT CREATE TABLE ON DATABASE open TO USER reader");
    assertThat(sql("reader", "CREATE TABLE open.x (a INT)").statusCode()).isEqualTo(200);
  }

  @Test
  void grantsWorkAtOnceAndSoDoRevokes() {
    assertDenied("reader", "SELECT * FROM hidden.t", "SELECT", "TABLE t");
    root("CREATE ROLE r", "GRANT SELECT ON ALL TABLES IN DATABASE hidden TO ROLE r");
    root("GRANT r TO reader");
    assertThat(sql("reader", "SELECT * FROM hidden.t").body()).contains("42");
    root("REVOKE r FROM reader");
    assertDenied("reader", "SELECT * FROM hidden.t", "SELECT", "TABLE t");
    root("DROP USER reader");
    assertThat(sql("reader", "SELECT 1").statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "REVOKE SELECT ON open.other FROM reader",
        "REVOKE SELECT ON open.* FROM reader",
        "REVOKE INSERT ON open.t FROM reader",
        "REVOKE ALL ON *.* FROM reader",
        "REVOKE ADMIN ON *.* FROM reader",
        "REVOKE r FROM reader",
      })
  void whatWasNotGrantedCannotBeRevoked(String statement) {
    root("CREATE ROLE r");
    PlimsollException failure = server.failure(null, statement);
    assertThat(failure.code()).isEqualTo(ErrorCode.NO_SUCH_GRANT);
    assertThat(failure.getMessage())
        .startsWith("There is no such grant defined for user 'reader' on host '%'.")
        .contains("SHOW GRANTS FOR 'reader'@'%'");
    assertThat(server.failure(null, statement.replace("reader", "missing")).code())
        .isEqualTo(ErrorCode.UNKNOWN_USER);
  }

  @Test
  void rightsOfRootAreShownOnceAndStay() {
    root("GRANT ADMIN ON *.* TO root", "GRANT FILE ON *.* TO root");
    assertThat(server.rows("SHOW GRANTS FOR root"))
        .containsExactly("'root'@'%'|default_catalog|GRANT FILE, ADMIN ON *.* TO USER 'root'@'%'");
    root("REVOKE FILE, ADMIN ON *.* FROM root", "REVOKE ADMIN ON *.* FROM root");
    assertThat(server.rows("SHOW GRANTS FOR root"))
        .containsExactly("'root'@'%'|default_catalog|GRANT ADMIN ON *.* TO USER 'root'@'%'");
  }

  @Test
  void ownGrantsAndOwnPasswordAreOnesOwn() {
    assertThat(sql("reader", "SHOW GRANTS").body())
        .contains("GRANT SELECT ON `open`.`t` TO USER 'reader'@'%'");
    assertThat(sql("reader", "SHOW GRANTS FOR CURRENT_USER()").statusCode()).isEqualTo(200);
    assertThat(sql("reader", "SET PASSWORD = 'new'").statusCode()).isEqualTo(200);
    assertThat(sql("reader", "SELECT 1").statusCode()).isEqualTo(401);
  }

  @Test
  void shownGrantsGiveTheSameAgain() {
    root("CREATE ROLE r", "GRANT FILE, OPERATE ON SYSTEM TO ROLE r", "GRANT r TO writer");
    root("GRANT ALL ON open.* TO writer");
    List<String> shown = server.rows("SHOW GRANTS FOR writer");
    root("DROP USER writer", "CREATE USER writer IDENTIFIED BY 'x'");
    shown.forEach(row -> root(row.replaceFirst(".*\\|", "")));
    assertThat(server.rows("SHOW GRANTS FOR writer")).isEqualTo(shown);
    assertThat(server.rows("SHOW GRANTS FOR ROLE r"))
        .containsExactly("r|default_catalog|GRANT FILE, OPERATE ON *.* TO ROLE 'r'");
  }

  @Test
  void aStatementAboutSeveralUsersOrRolesIsDoneWholeOrNotAtAll() {
    root("CREATE ROLE one, two", "CREATE USER ann");
    for (String statement :
        List.of(
            "DROP USER ann, reader, missing",
            "DROP ROLE one, missing",
            "CREATE ROLE three, two, four",
            "GRANT one, missing TO ann")) {
      assertThatThrownBy(() -> server.rows(statement)).as(statement).isNotNull();
    }
    assertThat(server.rows("SHOW ROLES")).containsExactly("one", "two");
    assertThat(server.rows("SHOW USERS")).contains("'ann'@'%'", "'reader'@'%'");
    root("DROP USER IF EXISTS ann, missing", "CREATE ROLE IF NOT EXISTS two, three");
    assertThat(server.rows("SHOW ROLES")).containsExactly("one", "three", "two");
    assertThat(server.rows("SHOW USERS")).doesNotContain("'ann'@'%'");
  }

  // ---- passwords

  @Test
  void wrongPasswordIsRefusedAndGuessingEnds() {
    HttpRequest.Builder wrong =
        HttpRequest.newBuilder(server.uri("/api/open/get_load_state?label=x"))
            .header("Authorization", basic("reader", "guess"));
    for (int i = 0; i < 5; i++) {
      HttpResponse<String> answer = server.send(wrong);
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.body()).contains("Access denied for reader@127.0.0.1");
    }
    HttpResponse<String> answer = server.send(wrong);
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.body()).contains("Too many failed logins of 'reader'");
    assertThat(sql("writer", "SELECT 1").statusCode()).isEqualTo(200);
  }

  @Test
  void withAPasswordOfRootNothingIsOpen() {
    root("SET PASSWORD = 'rootpw'");
    HttpResponse<String> status =
        server.send(HttpRequest.newBuilder(server.uri("/api/plimsoll/status")));
    assertThat(status.statusCode()).isEqualTo(401);
    assertThat(server.sqlOverHttp("/api/v1/catalogs/default_catalog/sql", "SELECT 1").statusCode())
        .isEqualTo(401);
  }

  @Test
  void rootStaysRoot() {
    assertThatThrownBy(() -> server.rows("DROP USER root")).hasMessageContaining("root stays");
    assertThatThrownBy(() -> server.rows("CREATE USER root@'10.%'"))
        .hasMessageContaining("root is 'root'@'%'");
    root("REVOKE ALL ON *.* FROM root");
    assertThat(server.value("SELECT a FROM hidden.t")).isEqualTo("42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE USER x IDENTIFIED BY 'S3cr3t' nonsense",
        "CREATE USER x IDENTIFIED 'S3cr3t'",
        "CREATE USER x IDENTIFIED BY 'S3cr3t",
        "CREATE USER x IDENTIFIED WITH none BY 'S3cr3t'",
        "CREATE USER x IDENTIFIED AS 'S3cr3t'",
        "CREATE USER x IDENTIFIED BY S3cr3t",
        "CREATE USER x IDENTIFIED BY S3cr3t!S3cr3t",
        "ALTER USER x IDENTIFIED BY `S3cr3t`",
        "CREATE USER x IDENTIFIED BY 1S3cr3t",
        "CREATE USER x IDENTIFIED BY 'a' 'S3cr3t'",
        "SET PASSWORD FOR x = S3cr3t",
        "CREATE USER reader IDENTIFIED BY 'S3cr3t'",
        "SET PASSWORD FOR none = 'S3cr3t'",
        "SET PASSWORD 'S3cr3t'",
        "SET PASSWORD = PASSWORD('S3cr3t'",
        "ALTER USER x IDENTIFIED BY 'S3cr3t'; nonsense",
      })
  void passwordsAreInNoErrorAndNoLog(String statement) throws IOException {
    PlimsollException failure = server.failure(null, statement);
    assertThat(failure.getMessage()).doesNotContain("S3cr3t");
    assertThat(Files.readString(directory.resolve("audit.log"))).doesNotContain("S3cr3t");
  }

  @Test
  void everyStatementLoadAndFailedLoginIsInTheAuditLog() throws IOException {
    sql("reader", "SELECT a FROM open.t");
    sql("reader", "SELECT a FROM hidden.t");
    sql("writer", "SET PASSWORD = 'S3cr3t'");
    load("reader", "open.t", "7\n");
    sql("nobody", "SELECT 1");
    List<String> lines = Files.readAllLines(directory.resolve("audit.log"));
    assertThat(lines)
        .anyMatch(
            line ->
                line.contains(
                    "\"SELECT a FROM open.t\",\"tables\":[\"open.t\"],"
                        + "\"outcome\":\"OK\",\"rows\":1,"))
        .anyMatch(
            line ->
                line.contains("\"user\":\"reader\"")
                    && line.contains("[\"hidden.t\"],\"outcome\":\"ACCESS_DENIED\""))
        .anyMatch(line -> line.contains("SET PASSWORD = '***'"))
        .anyMatch(
            line ->
                line.contains("PUT /api/open/t/_stream_load")
                    && line.contains("\"outcome\":\"ACCESS_DENIED\""))
        .anyMatch(line -> line.contains("\"user\":\"nobody\"") && line.contains("WRONG_PASSWORD"));
    assertThat(String.join("\n", lines)).doesNotContain("S3cr3t").doesNotContain(SECRET);
  }

  // ---- files of the server

  private String loadData(String path) {
    return "LOAD DATA INFILE '" + path + "' INTO TABLE open.t OPTIONS (mode = 'append')";
  }

  @Test
  void filesNeedFile() {
    String like = "CREATE TABLE open.n LIKE PARQUET '" + files.resolve("in/none.parquet") + "'";
    assertDenied("writer", like, "CREATE", "TABLE n");
    root("GRANT CREATE ON open.n TO writer");
    assertDenied("writer", like, "FILE", "SYSTEM");
    assertDenied("writer", loadData(files.resolve("in/rows.csv").toString()), "FILE", "SYSTEM");
    root("GRANT FILE ON *.* TO writer");
    assertThat(sql("writer", loadData(files.resolve("in/rows.csv").toString())).statusCode())
        .isEqualTo(200);
    String instead = loadData(files.resolve("in/rows.csv").toString());
    assertDenied("writer", instead.replace("append", "overwrite"), "DELETE", "TABLE t");
  }

  @Test
  void filesStayInsideTheirDirectories() throws IOException {
    root("GRANT FILE ON *.* TO writer");
    Path in = files.resolve("in");
    Files.createSymbolicLink(in.resolve("link.csv"), files.resolve("outside.csv"));
    Files.createSymbolicLink(in.resolve("up"), files);
    Files.createSymbolicLink(in.resolve("nowhere.csv"), files.resolve("absent.csv"));
    for (String path :
        List.of(
            files + "/outside.csv",
            files + "/absent.csv",
            in + "/../outside.csv",
            in + "/link.csv",
            in + "/up/outside.csv",
            in + "/l*.csv",
            files + "/*.csv",
            files + "/in*/../outside.csv",
            files + "/inside.csv",
            "/etc/passwd",
            "file:///etc/passwd",
            directory + "/token",
            directory + "/metastore.db",
            "/proc/self/root" + directory + "/token",
            "/proc/self/environ",
            in + "/up/absent.csv",
            in + "/nowhere.csv",
            in + "/{..,x}/outside.csv",
            in + "/{..,x}/absent.csv",
            in + "/{rows.csv,../outside.csv}",
            in + "/{rows.csv,../absent.csv}",
            in + "/{up,x}/outside.csv",
            in + "/{up,x}/absent.csv",
            in + "/up/../../etc/passwd")) {
      HttpResponse<String> answer = sql("writer", loadData(path));
      assertThat(answer.statusCode()).as(path + ": " + answer.body()).isGreaterThanOrEqualTo(400);
      assertThat(answer.body()).as(path).contains("load_file_dirs");
    }
    assertThat(server.rows("SELECT a FROM open.t")).containsExactly("1");
  }

  /** Where any file may be read, still none that tells of the server itself. */
  @Test
  void filesThatTellOfTheServerAreNotRead() throws IOException {
    Path keys = Files.writeString(files.resolve("keys.p12"), "secret");
    Files.createSymbolicLink(files.resolve("keys.csv"), keys);
    Map<String, String> settings = Map.of("ssl_keystore_location", keys.toString());
    try (TestServer open = new TestServer(files.resolve("data"), new LocalStorage(), settings)) {
      open.rows("CREATE DATABASE open");
      open.rows("CREATE TABLE open.t (a STRING)");
      for (String path :
          List.of("/proc/self/environ", "/proc/self/cmdline", "/dev/zero", files + "/keys*")) {
        assertThat(open.failure(null, loadData(path)).getMessage())
            .contains("is no file that statements may read");
      }
    }
  }

  /** The file of --config may hold the key store's password. */
  @Test
  void settingsAreNotRead() throws IOException {
    Path config = files.resolve("plimsoll.conf");
    Files.writeString(config, "http_port = 0\nssl_keystore_password = " + SECRET + "\n");
    Files.createSymbolicLink(files.resolve("settings.csv"), config);
    Settings settings = Settings.read(config);
    try (TestServer open = new TestServer(files.resolve("data"), new LocalStorage(), settings)) {
      open.rows("CREATE DATABASE open");
      open.rows("CREATE TABLE open.t (a STRING)");
      for (String path : List.of(config.toString(), files + "/settings.csv", files + "/*.conf")) {
        assertThat(open.failure(null, loadData(path)).getMessage())
            .contains("is no file that statements may read");
      }
    }
  }

  /** Between the look at a path and the opening of its file. */
  @Test
  void aLinkThatComesInBetweenIsNotFollowed() throws IOException {
    Path in = Files.createDirectories(files.resolve("in/deep"));
    Path rows = Files.writeString(in.resolve("rows.csv"), "a\n1\n");
    Files.writeString(Files.createDirectory(files.resolve("secret")).resolve("rows.csv"), "a\n9\n");
    Runnable swapFile = () -> exchange(rows, files.resolve("secret/rows.csv"));
    Runnable swapDirectory = () -> exchange(in, files.resolve("secret"));
    int number = 0;
    for (Runnable swap : List.of(swapFile, swapDirectory)) {
      Path data = files.resolve("data" + number++);
      Map<String, String> settings = Map.of("load_file_dirs", files.resolve("in").toString());
      try (TestServer open = new TestServer(data, swappingBefore(swap), settings)) {
        open.rows("CREATE DATABASE open");
        open.rows("CREATE TABLE open.t (a INT)");
        assertThat(open.failure(null, loadData(rows.toString())).code())
            .isEqualTo(ErrorCode.FILE_UNREADABLE);
        assertThat(open.rows("SELECT a FROM open.t")).isEmpty();
      }
      if (swap == swapFile) {
        Files.delete(rows);
        Files.writeString(rows, "a\n1\n");
      }
    }
  }

  private static void exchange(Path path, Path link) {
    try {
      Files.move(path, path.resolveSibling("moved"));
      Files.createSymbolicLink(path, link);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Storage swappingBefore(Runnable swap) {
    Storage disk = new LocalStorage();
    return (Storage)
        Proxy.newProxyInstance(
            Storage.class.getClassLoader(),
            new Class<?>[] {Storage.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("openWithoutLinks")) {
                swap.run();
              }
              try {
                return method.invoke(disk, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void requestsThatAreNoStatementsLeaveTheirLineToo() throws IOException {
    Path log = directory.resolve("audit.log");
    int before = Files.readAllLines(log).size();
    String cancel = "/api/open/t/_cancel?label=x";
    server.send(request("reader", cancel).POST(BodyPublishers.noBody()));
    server.send(request("reader", "/api/hidden/_cancel").POST(BodyPublishers.noBody()));
    server.send(request("reader", "/api/open/get_load_state?label=x"));
    server.send(request("reader", "/api/open/t/_schema"));
    server.send(request("reader", "/api/hidden/t/_schema"));
    server.send(request("reader", "/api/open/get_load_state?label=%FF"));
    server.send(
        request("reader", "/api/v1/catalogs/default_catalog/sql")
            .POST(BodyPublishers.ofString("{")));
    server.send(
        request("reader", "/api/v1/catalogs/default_catalog/databases/hidden/sql")
            .POST(BodyPublishers.ofString(quote("SELECT 1"))));
    List<String> lines = Files.readAllLines(log);
    assertThat(lines.subList(before, lines.size())).as("one line a request").hasSize(8);
    for (String line :
        List.of(
            "\"POST /api/open/t/_cancel label=x\",\"tables\":[],\"outcome\":\"REFUSED\"",
            "\"POST /api/hidden/_cancel\",\"tables\":[],\"outcome\":\"REFUSED\"",
            "\"GET /api/open/get_load_state label=x\",\"tables\":[],\"outcome\":\"OK\"",
            "\"GET /api/open/get_load_state\",\"tables\":[],\"outcome\":\"BROKEN_INVARIANT\"",
            "\"GET /api/open/t/_schema\",\"tables\":[\"open.t\"],\"outcome\":\"OK\"",
            "\"GET /api/hidden/t/_schema\",\"tables\":[\"hidden.t\"],\"outcome\":\"ACCESS_DENIED\"",
            "default_catalog/sql\",\"tables\":[],\"outcome\":\"SYNTAX\"",
            "\"SELECT 1\",\"tables\":[],\"outcome\":\"ACCESS_DENIED\"")) {
      assertThat(lines)
          .as(line)
          .anyMatch(found -> found.contains("\"user\":\"reader\"") && found.contains(line));
    }
  }

  @Test
  void linksInsideAreFollowed() throws IOException {
    root("GRANT FILE ON *.* TO writer");
    Path in = files.resolve("in");
    Files.createSymbolicLink(in.resolve("same.csv"), in.resolve("rows.csv"));
    Files.createSymbolicLink(files.resolve("way"), in);
    assertThat(sql("writer", loadData(in + "/same.csv")).statusCode()).isEqualTo(200);
    assertThat(sql("writer", loadData(files + "/way/rows.csv")).body())
        .contains("load_file_dirs"); // by its own name it is reached
  }
}
