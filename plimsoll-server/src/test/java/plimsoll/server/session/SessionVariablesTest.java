package plimsoll.server.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.config.Settings;

class SessionVariablesTest {
  private final SessionVariables variables = new SessionVariables(Settings.defaults());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          query_timeout           | ""                   | 1 to 259200 seconds
          query_timeout           | " "                  | 1 to 259200 seconds
          query_timeout           | x                    | 1 to 259200 seconds
          query_timeout           | 0                    | 1 to 259200 seconds
          query_timeout           | -1                   | 1 to 259200 seconds
          query_timeout           | 1.5                  | 1 to 259200 seconds
          query_timeout           | 10s                  | 1 to 259200 seconds
          query_timeout           | 259201               | 1 to 259200 seconds
          query_timeout           | 99999999999999999999 | 1 to 259200 seconds
          insert_timeout          | ""                   | 1 to 259200 seconds
          insert_timeout          | -5                   | 1 to 259200 seconds
          enable_insert_strict    | ""                   | true or false
          enable_insert_strict    | maybe                | true or false
          enable_insert_strict    | 2                    | true or false
          insert_max_filter_ratio | ""                   | between 0.0 and 1.0
          insert_max_filter_ratio | NaN                  | between 0.0 and 1.0
          insert_max_filter_ratio | 1d                   | between 0.0 and 1.0
          insert_max_filter_ratio | 1.01                 | between 0.0 and 1.0
          insert_max_filter_ratio | -0.1                 | between 0.0 and 1.0
          time_zone               | ""                   | UTC
          time_zone               | Asia/Tokyo           | UTC
          autocommit              | ""                   | 0 or 1
          autocommit              | maybe                | 0 or 1
          net_write_timeout       | ""                   | 1 to 31536000
          wait_timeout            | -1                   | 1 to 31536000
          wait_timeout            | 0                    | 1 to 31536000
          wait_timeout            | 31536001             | 1 to 31536000
          net_read_timeout        | 99999999999          | 1 to 31536000
          interactive_timeout     | 0                    | 1 to 31536000
          version                 | 5.7                  | left alone: it is read-only
          character_set_client    | klingon              | utf8mb4, utf8, latin1, ascii or binary
          sql_select_limit        | ""                   | DEFAULT
          sql_select_limit        | 10                   | DEFAULT
          """)
  void badValueIsRefusedWhenItIsSetAndChangesNothing(String name, String value, String allowed) {
    String before = variables.all().get(name);
    assertThatThrownBy(() -> variables.set(name, value))
        .hasMessage(name + " is '" + value + "', must be " + allowed + ".");
    assertThat(variables.all()).containsEntry(name, before);
    assertThat(variables.queryTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(variables.insertFilterRatio()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "query_timeout, +5, 5",
    "QUERY_TIMEOUT, 259200, 259200",
    "insert_max_filter_ratio, 1e-3, 1e-3",
    "enable_insert_strict, OFF, false",
    "wait_timeout, 31536000, 604800",
    "interactive_timeout, 31536000, 604800",
    "net_write_timeout, 31536000, 3600",
    "net_read_timeout, 31536000, 3600",
    "net_write_timeout, 90, 90",
    "sql_mode, '', ''",
    "autocommit, OFF, 0",
    "character_set_results, '', utf8mb4",
    "character_set_results, NULL, utf8mb4",
    "character_set_client, UTF8, utf8",
    "tx_isolation, read-committed, READ-COMMITTED",
  })
  void goodValueIsKept(String name, String value, String kept) {
    variables.set(name, value);
    assertThat(variables.all()).containsEntry(name.toLowerCase(Locale.ROOT), kept);
  }

  @Test
  void defaultTakesAValueBack() {
    variables.set("query_timeout", "7");
    variables.set("query_timeout", "DEFAULT");
    assertThat(variables.queryTimeout()).isEqualTo(Duration.ofMinutes(5));
  }
}
