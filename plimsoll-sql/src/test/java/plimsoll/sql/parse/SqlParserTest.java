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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table a add partition p1 values less than ('x') | ALTER TABLE … PARTITION
          alter table d.a drop partition p1 | ALTER TABLE … PARTITION
          alter table a add temporary partition p1 | ALTER TABLE … PARTITION
          alter table a add rollup r1 (kk) | ALTER TABLE … ROLLUP
          alter table a drop rollup r1 | ALTER TABLE … ROLLUP
          alter table a add index i (k) | ALTER TABLE … INDEX
          alter table a swap with v | ALTER TABLE … SWAP WITH
          alter table a change k kk int | ALTER TABLE … CHANGE
          alter table `a` alter column k set default 1 | ALTER TABLE … ALTER COLUMN
          insert into a partition (p1) values (1) | INSERT … PARTITION
          insert overwrite a partition (p1) select 1 | INSERT … PARTITION
          insert into d.a set k = 1 | INSERT … SET
          insert into a properties ('timeout' = '5') select 1 | INSERT … PROPERTIES
          insert into a values (1, default) | DEFAULT among VALUES
          insert into a (k) values (1), (default) | DEFAULT among VALUES
          truncate table a partition p1 | TRUNCATE TABLE … PARTITION
          truncate table a partitions (p1) | TRUNCATE TABLE … PARTITION
          drop table a, b | DROP TABLE of several tables
          drop table if exists d.a, d.b | DROP TABLE of several tables
          delete from a order by k limit 1 | DELETE … ORDER BY
          delete from a where k = 1 order by k | DELETE … ORDER BY
          delete from a where k = 1 limit 1 | DELETE … LIMIT
          delete from a limit 1 | DELETE … LIMIT
          delete from a using b where a.k = b.k | DELETE … USING
          delete from a partition p1 where k = 1 | DELETE … PARTITION
          delete from a partition (p1) | DELETE … PARTITION
          grant select (k) on a to u | A grant on columns
          grant insert, select (k, l) on a to u | A grant on columns
          revoke select (k) on a from u | A grant on columns
          grant select on a to u with grant option | WITH GRANT OPTION
          grant select on a to u, v | GRANT to several
          grant r to 'u'@'%', v | GRANT to several
          revoke select on a from u, v | REVOKE from several
          create user u, v | CREATE USER of several users
          create user u identified by 'x,', v identified by 'y' | CREATE USER of several users
          """)
  void clauseThatIsNotBuiltIsRefusedByName(String statement, String name) {
    assertThat(answer(statement))
        .startsWith("UNSUPPORTED line 1:")
        .contains(": " + name + " is not supported yet. ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          delete from a where k in (select k from b order by k limit 1) | ''
          insert into a values (1, 'default', (2)) | ''
          insert into a select k as "default", 1 from b | ''
          alter table a add swap int | ''
          create user u default role r, s | ''
          flush privileges | ''
          grant flush on a.b to privileges | SYNTAX line 1:7: 'FLUSH' is no privilege.
          alter table a ad column b int | SYNTAX line 1:15: Expected
          grant select on a to uwith grant option | SYNTAX line 1:
          """)
  void whatIsWrittenOtherwiseIsNotTakenForSuchAClause(String statement, String wrong) {
    assertThat(answer(statement)).startsWith(wrong).doesNotContain("UNSUPPO");
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
  void longStatementThatCannotBeReadIsToldSo() {
    String name = "x".repeat(100_000);
    for (String begin : List.of("CREATE USER ", "GRANT ", "ALTER TABLE ", "INSERT INTO ")) {
      assertThat(answer(begin + (name + " ").repeat(20))).startsWith("SYNTAX line 1:");
    }
  }

  @Test
  void manyStatementsCostNoMoreThanTheirSum() {
    assertThat(SqlParser.parse("USE a;".repeat(100_000))).hasSize(100_000);
  }
}
