package plimsoll.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementSessionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SET execute_mode = 'online'                     | {execute_mode=online}",
        "set @@execute_mode='online' ;                   | {}",
        "set @@execute_mode='online'                     | {execute_mode=online}",
        "SET SESSION a := 5, `b` = \"x,y\", @@session.c=on | {a=5, b=x,y, c=on}",
        "SET a = 'it''s \\'so\\''                       | {a=it's 'so'}",
        "SET a = '', b = -1.5                            | {a=, b=-1.5}",
        "SET GLOBAL a = 5                                | {}",
        "SET @@GLOBAL.a = 5                              | {}",
        "SET NAMES utf8                                  | {}",
        "SET PASSWORD = 'x'                              | {}",
        "SETTLE a = 5                                    | {}",
        "SELECT 1                                        | {}",
      })
  void assignmentsOfTheSessionAreFound(String statement, String variables) {
    assertThat(StatementSession.assigned(statement)).hasToString(variables);
  }
}
