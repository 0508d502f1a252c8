package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresDialectTest {
  private final PostgresDialect dialect = new PostgresDialect("postgresql://h/d");

  /** What a COMMIT that failed so has done. A panic tells of the disk after it wrote the record. */
  @ParameterizedTest
  @CsvSource({
    "23505, UNDONE",
    "25P02, UNDONE",
    "40001, UNDONE",
    "40P01, UNDONE",
    "40003, SHOWN_BY_NEXT",
    "08006, SHOWN_BY_NEXT",
    "57P01, SHOWN_BY_NEXT",
    "57014, SHOWN_BY_NEXT",
    "53100, SHOWN_BY_NEXT",
    "53200, SHOWN_BY_NEXT",
    "58030, SHOWN_BY_NEXT",
    "XX000, SHOWN_BY_NEXT",
    "XX001, SHOWN_BY_NEXT",
    "'', SHOWN_BY_NEXT"
  })
  void aFailedCommitIsUndoneOnlyIfItsErrorSaysSo(String state, FailedCommit known) {
    assertThat(dialect.failedCommit(new SQLException("failed", state))).isEqualTo(known);
  }

  @Test
  void anAddressIsCalledWithoutItsSecrets() {
    PostgresAddress address =
        new PostgresAddress("jdbc:postgresql://me:s3cret@h:1/d?password=s3cret", "me", "s3cret");
    assertThat(address.name()).isEqualTo("postgresql://h:1/d");
    assertThat(address).hasToString("postgresql://h:1/d");
  }
}
