package plimsoll.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.Cases;
import plimsoll.sql.Cases.Case;
import plimsoll.sql.tree.Insert;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.Statement;

class SqlParserTest {
  @ParameterizedTest
  @MethodSource("statements")
  void statementIsReadAsWrittenOrRefusedWithItsPlace(Case example) {
    assertThat(answer(example.input())).isEqualTo(example.expected());
  }

  static Stream<Case> statements() {
    return Cases.in(SqlParserTest.class, "statements.txt");
  }

  private static String answer(String sql) {
    try {
      return SqlParser.parse(sql).stream().map(TreePrint::of).collect(Collectors.joining("\n"));
    } catch (PlimsollException failure) {
      return failure.code() + " " + failure.getMessage();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "SELEC 1, SELECT",
    "SLECT 1, SELECT",
    "select1 x, SELECT",
    "WTIH a AS (SELECT 1) SELECT * FROM a, WITH",
    "VALUE (1), VALUES",
    "CREAT TABLE t (a INT), CREATE",
    "SHWO LOAD, SHOW",
    "INSRT INTO t SELECT 1, INSERT",
    "EXPLIAN SELECT 1, EXPLAIN",
    "DECS t, DESC",
    "TRUNCTE TABLE t, TRUNCATE",
    "UPDTE t SET a = 1, UPDATE",
    "DELET FROM t, DELETE"
  })
  void misspeltFirstWordIsAnsweredWithTheNearestStatement(String statement, String meant) {
    String word = statement.split(" ", 2)[0];
    assertThat(answer(";\n  " + statement))
        .startsWith("SYNTAX line 2:3: Expected ")
        .contains("found '" + word + "'. Did you mean '" + meant + "'?")
        .endsWith("  " + statement + "\n    ^");
  }

  @Test
  void statementsKnowWhereTheyStart() {
    List<Statement> statements = SqlParser.parse("USE a; -- one\n\n  USE b;;\nSELECT 1;");
    assertThat(statements)
        .extracting(Statement::at)
        .containsExactly(new Position(1, 1), new Position(3, 3), new Position(4, 1));
  }

  @Test
  void queryInsideStatementKnowsWhereItStarts() {
    Insert insert = (Insert) SqlParser.parseOne("INSERT INTO t\n  SELECT 1");
    assertThat(insert.query().at()).isEqualTo(new Position(2, 3));
  }

  @Test
  void secondStatementIsRefusedWhereOneIsAskedFor() {
    assertThatThrownBy(() -> SqlParser.parseOne("SELECT 1; DROP TABLE t"))
        .hasMessageStartingWith("line 1:11: Expected one statement, found a second one.");
  }

  @Test
  void nothingIsNoStatement() {
    assertThat(SqlParser.parse(" ;; -- nothing\n")).isEmpty();
    assertThatThrownBy(() -> SqlParser.parseOne(" ; "))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SYNTAX));
  }

  @Test
  void longLineIsCutAroundTheMistake() {
    String sql = "INSERT INTO t" + " ".repeat(500) + "VALU" + " ".repeat(500) + "(1)";
    assertThatThrownBy(() -> SqlParser.parse(sql))
        .satisfies(e -> assertThat(e.getMessage().lines()).allMatch(line -> line.length() < 130));
  }

  @Test
  void manyStatementsCostNoMoreThanTheirSum() {
    assertThat(SqlParser.parse("USE a;".repeat(100_000))).hasSize(100_000);
  }
}
