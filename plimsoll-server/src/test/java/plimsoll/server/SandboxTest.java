package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.Blame;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** No SQL reaches outside the tables: each attempt is refused as the sender's mistake. */
class SandboxTest {
  @TempDir static Path directory;
  private static TestServer server;
  private static String parquet;

  @BeforeAll
  static void start() throws IOException {
    server = new TestServer(directory.resolve("data"));
    server.rows("CREATE DATABASE demo");
    server.rows("CREATE TABLE demo.t (id INT, name STRING)");
    server.rows("CREATE TABLE demo.secret (code STRING)");
    server.rows("INSERT INTO demo.secret VALUES ('4711')");
    server.rows("INSERT INTO demo.t VALUES (1, 'one')");
    Path warehouse = server.plimsoll.directory().resolve("warehouse");
    try (Stream<Path> files = Files.walk(warehouse)) {
      parquet =
          files
              .filter(file -> file.toString().matches(".*secret.*\\.parquet"))
              .findFirst()
              .orElseThrow()
              .toString();
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM TABLE(read_csv('/etc/passwd'))",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_parquet('{secret}')",
        "SELECT * FROM TABLE(read_parquet('{secret}'))",
        "SELECT * FROM parquet_scan('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM \"{secret}\"",
        "SELECT * FROM `{secret}`",
        "SELECT * FROM demo.`{secret}`",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM `/etc/passwd`",
        "SELECT * FROM glob('/**')",
        "SELECT * FROM TABLE(glob('/**'))",
        "SELECT * FROM sqlite_scan('{data}/metastore.db', 'loads')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM information_schema.character_sets_of_duckdb",
        "SELECT * FROM pg_catalog.pg_tables",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM pragma_version()",
        "SELECT getenv('HOME')",
        "SELECT current_setting('memory_limit')",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('demo.secret')",
        "SELECT id FROM demo.t WHERE name = (SELECT content FROM read_text('/etc/passwd'))",
        "SELECT * FROM demo.t UNION ALL SELECT 1, * FROM read_csv('/etc/passwd')",
        "WITH x AS (SELECT * FROM read_csv('/etc/passwd')) SELECT * FROM x",
        "INSERT INTO demo.t SELECT 1, content FROM read_text('/etc/passwd')",
        "EXPLAIN SELECT * FROM read_csv('/etc/passwd')",
        "EXPLAIN COPY demo.t TO '{data}/out.csv'",
        "COPY demo.t TO '{data}/out.csv'",
        "COPY (SELECT 1) TO '{data}/out.csv'",
        "COPY demo.t FROM '/etc/passwd'",
        "EXPORT DATABASE '{data}/out'",
        "IMPORT DATABASE '{data}/out'",
        "SELECT * FROM demo.t INTO OUTFILE '{data}/out.csv'",
        "SELECT * FROM demo.t INTO OUTFILE '{data}/out.csv' OPTIONS (mode='overwrite')",
        "SELECT 1 INTO OUTFILE '{data}/metastore.db' OPTIONS (mode='append')",
        "ATTACH '{data}/metastore.db' AS m",
        "ATTACH '{data}/new.db'",
        "DETACH demo",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{data}/x.duckdb_extension'",
        "PRAGMA database_list",
        "PRAGMA enable_profiling",
        "CALL pragma_version()",
        "CREATE SECRET s (TYPE s3)",
        "CREATE MACRO m() AS 1",
        "CREATE VIEW demo.v AS SELECT 1",
        "CREATE TABLE demo.x AS SELECT * FROM read_csv('/etc/passwd')",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "VACUUM",
        "CHECKPOINT",
        "DELETE FROM demo.t WHERE id IN (SELECT a FROM read_csv('/etc/passwd'))",
        "DELETE FROM demo.t WHERE true) GROUP BY id; COPY demo.t TO '{data}/out.csv'; SELECT (1",
        "UPDATE demo.t SET id = 2",
        "WITH x AS (DELETE FROM demo.t RETURNING id) SELECT * FROM x",
        "SELECT 1; SELECT 2",
        "SELECT 1; DROP TABLE demo.t",
        "SELECT 1;; DROP TABLE demo.t",
        "DROP TABLE demo.t; SELECT 1",
        "SELECT ';'; COPY demo.t TO '{data}/out.csv'",
        "SELECT 1) AS q; COPY demo.t TO '{data}/out.csv'; SELECT (1",
        "SELECT 1 /* ; */ ; /* */ SELECT 2",
        "SELECT 1 AS \"x\"\" FROM read_csv('/etc/passwd') --\"; SELECT 1",
      })
  void nothingOutsideIsReached(String statement) {
    TestServer.Traces before = server.traces();
    List<String> names = names();
    PlimsollException failure = server.failure("demo", filled(statement));
    assertThat(failure.code().blame()).as(failure.getMessage()).isEqualTo(Blame.SENDER);
    assertThat(failure.code()).as(failure.getMessage()).isNotEqualTo(ErrorCode.QUERY_FAILED);
    assertThat(failure.getMessage()).doesNotContain("root:x:", "4711");
    assertThat(names()).isEqualTo(names);
    server.assertUntouched(before);
  }

  private static String filled(String statement) {
    return statement
        .replace("{secret}", parquet)
        .replace("{data}", server.plimsoll.directory().toString());
  }

  /** Names in the data directory itself; SQLite's own side files come and go. */
  private static List<String> names() {
    String[] names = server.plimsoll.directory().toFile().list();
    assertThat(names).isNotNull();
    return Stream.of(names).filter(name -> !name.startsWith("metastore.db-")).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          memory_limit           | 64GB
          enable_external_access | true
          threads                | 64
          lock_configuration     | false
          temp_directory         | /tmp
          allowed_directories    | /
          """)
  void engineSettingsAreNoVariables(String name, String value) {
    for (String statement :
        new String[] {
          "SET " + name + " = '" + value + "'",
          "SET SESSION " + name + " = '" + value + "'",
          "SET GLOBAL " + name + " = '" + value + "'",
          "SET @@" + name + " = '" + value + "'"
        }) {
      PlimsollException failure = server.failure(null, statement);
      assertThat(failure.code()).isEqualTo(ErrorCode.UNKNOWN_SETTING);
      assertThat(failure).hasMessageStartingWith("Unknown setting '" + name + "'.");
    }
  }

  @Test
  void refusalsAreTheSameOverHttp() {
    var answer =
        server.sqlOverHttp(
            "/api/v1/catalogs/default_catalog/databases/demo/sql",
            "SELECT * FROM read_csv('/etc/passwd')");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(TestServer.json(answer.body()).path("status").asText()).isEqualTo("FAILED");
    assertThat(answer.body()).doesNotContain("root:x:");
  }

  /** Texts of values stay values. */
  @Test
  void quotesAndSemicolonsInTextAreText() {
    assertThat(server.value("SELECT 'a; DROP TABLE demo.t; --'"))
        .isEqualTo("a; DROP TABLE demo.t; --");
    assertThat(server.value("SELECT 'it''s \"{}\" `x` /etc/passwd'"))
        .isEqualTo("it's \"{}\" `x` /etc/passwd");
    assertThat(server.value("SELECT count(*) FROM demo.t -- ; DROP TABLE demo.t")).isEqualTo("1");
  }
}
