package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.commit.Metastore;
import plimsoll.commit.Metastore.UnknownOutcomeException;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Label;
import plimsoll.testkit.Samples;

/** What is said when COMMIT itself fails. */
class FailedCommitTest {
  @TempDir private Path directory;
  private FailingDialect dialect;
  private Metastore metastore;

  @BeforeEach
  void open() {
    Path file = directory.resolve("metastore.db");
    dialect = new FailingDialect(new SqliteDialect(file));
    metastore = Metastores.sqlite(SqliteSource.writer(file), file, Clock.systemUTC(), dialect);
    metastore.createDatabase("demo", Map.of());
  }

  @AfterEach
  void close() {
    metastore.close();
  }

  private void commit(long id) {
    metastore.commit(List.of(), List.of(Samples.load(id, "demo", "l" + id)));
  }

  @Test
  void commitThatALaterOneOverwroteDidNotHappen() {
    dialect.failures = 1;
    assertThatThrownBy(() -> commit(1))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.METASTORE_FAILED))
        .hasMessageContaining("disk I/O error");
    assertThat(fence()).isEqualTo("1");
    assertThat(metastore.load("demo", Label.given("l1"))).isEmpty();
    commit(1);
    assertThat(metastore.load("demo", Label.given("l1"))).isPresent();
  }

  @Test
  void commitThatNothingOverwroteIsUnknownAndReadsFailUntilSomethingDoes() {
    dialect.failures = 3;
    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    assertThatThrownBy(() -> metastore.load("demo", Label.given("l1")))
        .hasMessageContaining("disk I/O error");
    assertThat(dialect.failures).isZero();
    assertThat(metastore.load("demo", Label.given("l1"))).isEmpty();
    assertThat(fence()).isEqualTo("1");
  }

  @Test
  void nextCommitSettlesToo() {
    dialect.failures = 2;
    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    commit(2);
    assertThat(metastore.loads("demo", 10)).hasSize(1);
    assertThat(fence()).isEqualTo("0");
  }

  @Test
  void commitThatANextOneShowsIsUnknownAndNoReadIsAnsweredBeforeThat() {
    dialect.kind = FailedCommit.SHOWN_BY_NEXT;
    dialect.failures = 2;
    assertThatThrownBy(() -> commit(1)).isInstanceOf(UnknownOutcomeException.class);
    assertThatThrownBy(() -> metastore.load("demo", Label.given("l1")))
        .hasMessageContaining("disk I/O error");
    assertThat(metastore.load("demo", Label.given("l1"))).isEmpty();
    assertThat(fence()).isEqualTo("1");
  }

  @Test
  void commitThatWasUndoneIsAPlainFailure() {
    dialect.kind = FailedCommit.UNDONE;
    dialect.failures = 1;
    assertThatThrownBy(() -> commit(1))
        .isNotInstanceOf(UnknownOutcomeException.class)
        .hasMessageContaining("disk I/O error");
    assertThat(fence()).isEqualTo("0");
  }

  private String fence() {
    return new SqliteFile(directory.resolve("metastore.db"))
        .query("SELECT turns FROM fence")
        .get(0);
  }

  /** Lets a number of commits fail. */
  private static final class FailingDialect implements SqlDialect {
    private final SqlDialect real;
    private int failures;
    private FailedCommit kind = FailedCommit.UNDONE_BY_NEXT;

    private FailingDialect(SqlDialect real) {
      this.real = real;
    }

    @Override
    public String databaseName() {
      return real.databaseName();
    }

    @Override
    public void beginWriting(Connection connection) throws SQLException {
      real.beginWriting(connection);
    }

    @Override
    public void beginReading(Connection connection) throws SQLException {
      real.beginReading(connection);
    }

    @Override
    public void commit(Connection connection) throws SQLException {
      if (failures > 0) {
        failures--;
        throw new SQLException("disk I/O error");
      }
      real.commit(connection);
    }

    @Override
    public void rollback(Connection connection) throws SQLException {
      real.rollback(connection);
    }

    @Override
    public FailedCommit failedCommit(SQLException failure) {
      return kind;
    }

    @Override
    public PlimsollException explain(SQLException failure) {
      return real.explain(failure);
    }
  }
}
