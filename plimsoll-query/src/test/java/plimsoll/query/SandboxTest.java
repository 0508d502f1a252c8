package plimsoll.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.PlimsollException;

/** What reaches outside is refused by the sandbox alone: nothing validates these texts before. */
class SandboxTest {
  @TempDir private Path directory;
  private QueryFixture fixture;
  private ScanFiles cities;

  @BeforeEach
  void open() throws Exception {
    fixture = new QueryFixture(directory);
    cities = fixture.cities();
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM read_json('/etc/passwd')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM glob('{dir}/*')",
        "SELECT * FROM read_parquet('{dir}/other.parquet')",
        "SELECT * FROM read_parquet('{dir}/*.parquet')",
        "SELECT * FROM parquet_metadata('{dir}/other.parquet')",
        "SELECT * FROM read_duckdb('{dir}/other.db')",
        "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
        "SELECT * FROM query_table('/etc/passwd')",
        "SELECT getenv('HOME')",
        "FROM read_csv('https://example.com/x.csv')",
        "FROM read_parquet('s3://bucket/x.parquet')",
      })
  void nothingElseIsRead(String sql) throws Exception {
    fixture.parquet("other.parquet", "SELECT 42 AS secret", "secret:1");
    refused(sql.replace("{dir}", directory.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COPY (SELECT 1) TO '{file}'",
        "COPY (SELECT 1) TO '{file}' (FORMAT parquet, USE_TMP_FILE false)",
        "COPY (SELECT 1) TO '{dir}/new.csv'",
        "COPY demo.cities FROM '/etc/passwd'",
        "EXPORT DATABASE '{dir}/export'",
        "IMPORT DATABASE '{dir}/export'",
        "ATTACH '{dir}/x.db'",
        "ATTACH ':memory:' AS y",
        "ATTACH '{file}' AS y",
        "INSTALL httpfs",
        "LOAD httpfs",
        "LOAD '{dir}/x.duckdb_extension'",
        "SET memory_limit = '64GB'",
        "SET enable_external_access = true",
        "RESET memory_limit",
        "PRAGMA threads = 64",
        "PRAGMA enable_profiling",
        "CALL enable_logging()",
        "CREATE SECRET s (TYPE s3)",
        "CREATE TABLE z (a INTEGER)",
        "CREATE MACRO m() AS 1",
        "INSERT INTO demo.cities VALUES (1, 'x')",
        "WITH x AS (DELETE FROM demo.cities RETURNING id) SELECT * FROM x",
        "DROP VIEW demo.cities",
        "PREPARE p AS SELECT 1",
        "EXECUTE p",
        "USE demo",
        "CHECKPOINT",
        "VACUUM",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT 1; SELECT 2",
        "SELECT 1; COPY (SELECT 1) TO '{file}'",
        "SELECT 1); COPY (SELECT 1) TO '{file}'; FROM (SELECT 1",
        "SELECT 1') ; COPY (SELECT 1) TO '{file}'; SELECT ('1",
        "",
        "-- nothing",
      })
  void onlyOneQueryRuns(String sql) throws Exception {
    Path file = Path.of(cities.files().get(0));
    byte[] before = Files.readAllBytes(file);
    refused(sql.replace("{dir}", directory.toString()).replace("{file}", file.toString()));
    assertThat(file).hasBinaryContent(before);
    assertThat(directory.toFile().list()).containsOnly("cities.parquet", "spill");
  }

  @Test
  void noSecretsAreThere() {
    assertThat(fixture.rows("SELECT * FROM duckdb_secrets()")).isEmpty();
  }

  @Test
  void limitsAreInForce() {
    List<Object> settings = new ArrayList<>();
    fixture
        .rows(
            "SELECT current_setting('memory_limit'), current_setting('enable_external_access'),"
                + " current_setting('lock_configuration'),"
                + " current_setting('autoinstall_known_extensions'),"
                + " current_setting('autoload_known_extensions'), current_setting('TimeZone'),"
                + " current_setting('threads')",
            cities)
        .forEach(settings::addAll);
    assertThat(settings).containsExactly("256.0 MiB", false, true, false, false, "UTC", 2L);
  }

  @Test
  void explainRunsNothingElse() {
    assertThatThrownBy(
            () ->
                fixture.engine.explain(
                    QueryFixture.query("SELECT 1; COPY (SELECT 1) TO '" + directory + "/new'")))
        .isInstanceOf(PlimsollException.class);
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void queriesDoNotSeeEachOther() {
    try (QueryResult first =
        fixture.engine.run(QueryFixture.query("SELECT * FROM demo.cities", cities))) {
      assertThat(first.next()).isNotNull();
      refused("SELECT * FROM read_parquet('" + cities.files().get(0) + "')", new ScanFiles[0]);
    }
  }

  private void refused(String sql) {
    refused(sql, cities);
  }

  private void refused(String sql, ScanFiles... scans) {
    assertThatThrownBy(() -> fixture.rows(sql, scans))
        .isInstanceOf(PlimsollException.class)
        .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("LINE"));
  }
}
