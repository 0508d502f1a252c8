package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OpenMLDB's OPTIONS of CREATE TABLE. */
class TableOptionsTest {
  private static final String CREATE =
      "CREATE TABLE t (k STRING, at BIGINT, INDEX(KEY=k, TS=at)) OPTIONS (PARTITIONNUM=4,"
          + " replicanum=2, STORAGE_MODE='memory', COMPRESS_TYPE='snappy',"
          + " DISTRIBUTION=[('n1:9527', ['n2:9527'])])";

  @TempDir private Path directory;
  private SessionFixture fixture;

  @BeforeEach
  void open() {
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run("CREATE DATABASE demo", "USE demo");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theyAreKeptAndShown() {
    assertThat(fixture.done(CREATE).warnings())
        .satisfiesExactly(
            warning -> assertThat(warning).startsWith("partitionnum has no effect here"),
            warning -> assertThat(warning).startsWith("replicanum has no effect here"),
            warning -> assertThat(warning).startsWith("compress_type has no effect here"),
            warning -> assertThat(warning).startsWith("distribution has no effect here"));
    fixture.close();
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run("USE demo");
    assertThat(fixture.rows("SHOW CREATE TABLE t").get(0).get(1))
        .endsWith(
            """
            OPTIONS (
              COMPRESS_TYPE = 'Snappy',
              DISTRIBUTION = [('n1:9527', ['n2:9527'])],
              PARTITIONNUM = 4,
              REPLICANUM = 2,
              STORAGE_MODE = 'Memory'
            );""");
    assertThat(
            fixture.rows(
                "SELECT PROPERTIES FROM information_schema.tables_config WHERE TABLE_NAME = 't'"))
        .containsExactly(
            List.of(
                "{\"compress_type\":\"Snappy\",\"distribution\":\"[('n1:9527', ['n2:9527'])]\","
                    + "\"partitionnum\":\"4\",\"replicanum\":\"2\",\"storage_mode\":\"Memory\"}"));
  }

  @Test
  void aTableInMemoryLastsAndKeepsEqualRows() {
    fixture.run(
        CREATE,
        "SET execute_mode = 'online'",
        "INSERT INTO t VALUES ('a', 1), ('a', 1)",
        "INSERT INTO t VALUES ('a', 1)");
    fixture.close();
    fixture = new SessionFixture(directory.resolve("data"));
    fixture.run("USE demo", "SET execute_mode = 'online'");
    assertThat(fixture.rows("SELECT COUNT(*) FROM t WHERE k = 'a'")).containsExactly(List.of("3"));
  }

  @Test
  void aCopyHasThemToo() {
    fixture.run(CREATE, "CREATE TABLE u LIKE t");
    assertThat(fixture.rows("SHOW CREATE TABLE u").get(0).get(1))
        .contains("STORAGE_MODE = 'Memory'");
  }

  @Test
  void whatIsWrongMakesNoTable() {
    assertThatThrownBy(() -> fixture.run("CREATE TABLE t (k INT) OPTIONS (replicanum=0)"))
        .hasMessageContaining("replicanum is 0");
    assertThatThrownBy(() -> fixture.run("CREATE TABLE t (k INT) OPTIONS (compres_type='Snappy')"))
        .hasMessageContaining("Did you mean 'compress_type'?");
    assertThat(fixture.rows("SHOW TABLES")).isEmpty();
  }
}
