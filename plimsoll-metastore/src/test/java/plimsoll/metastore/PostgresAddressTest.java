package plimsoll.metastore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

class PostgresAddressTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jdbc:postgresql://db:5432/p | jdbc:postgresql://db:5432/p
          jdbc:postgresql://db/p | jdbc:postgresql://db:5432/p
          jdbc:postgresql://db/p?user=me&password=x&sslmode=require | jdbc:postgresql://db:5432/p
          jdbc:postgresql://me@db/p | jdbc:postgresql://db:5432/p
          jdbc:postgresql://a,b:7/p | jdbc:postgresql://a:5432,b:7/p
          jdbc:postgresql:p | jdbc:postgresql://localhost:5432/p
          jdbc:postgresql://db/p?currentSchema=s | jdbc:postgresql://db:5432/p?currentSchema=s
          """)
  void databaseIsWrittenOneWayAndWithoutSecrets(String url, String database) {
    assertThat(new PostgresAddress(url, "me", "x").database()).isEqualTo(database);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdbc:postgresql://db", "jdbc:postgresql://db/", "jdbc:postgresql:"})
  void addressWithoutADatabaseIsRefused(String url) {
    PostgresAddress address = new PostgresAddress(url, "me", "x");
    assertThatThrownBy(address::database)
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.METASTORE_FAILED))
        .hasMessageContaining("database");
  }
}
