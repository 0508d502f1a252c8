package plimsoll.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.TableName;
import plimsoll.sql.Cases;
import plimsoll.sql.Cases.Case;
import plimsoll.sql.parse.SqlParser;
import plimsoll.sql.tree.Insert;
import plimsoll.sql.tree.SqlText;

class QueryCompilerTest {
  private static final QueryCompiler COMPILER = new QueryCompiler(Catalogs.demo());
  private static Connection duckdb;

  @BeforeAll
  static void open() throws SQLException {
    duckdb = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = duckdb.createStatement()) {
      statement.execute(Catalogs.DUCKDB);
    }
  }

  @AfterAll
  static void close() throws SQLException {
    duckdb.close();
  }

  @ParameterizedTest
  @MethodSource("queries")
  void queryGivesTypedRowsOrIsRefusedWithItsPlace(Case example) {
    assertThat(answer(example.input())).isEqualTo(example.expected());
  }

  static Stream<Case> queries() {
    return Cases.in(QueryCompilerTest.class, "queries.txt");
  }

  @ParameterizedTest
  @MethodSource("outside")
  void nothingOutsideTheCatalogIsReached(Case example) {
    assertThatThrownBy(() -> compile(example.input()))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code().toString()).isEqualTo(example.expected()));
  }

  static Stream<Case> outside() {
    return Cases.in(QueryCompilerTest.class, "outside.txt");
  }

  /** Texts that would take minutes, or a whole stack. */
  @Test
  void itemMayBeWrittenOnSeveralLines() {
    assertThat(COMPILER.compile(SqlText.of("SELECT 1 +\n  2,\r\n upper('a\nb')"), null).columns())
        .extracting(OutputColumn::name)
        .containsExactly("1 +   2", "upper('a b')");
  }

  @Test
  void whatGrowsWithoutBoundIsRefused() {
    for (String sql :
        List.of(
            "SELECT " + "1".repeat(500_000),
            "SELECT 0." + "1".repeat(500_000),
            "WITH a AS (SELECT 1)" + ", a AS (SELECT 1)".repeat(30_000) + " SELECT 1",
            "SELECT " + "(".repeat(20_000) + "1",
            "SELECT 1" + " + 1".repeat(20_000))) {
      assertThatThrownBy(() -> compile(sql))
          .isInstanceOfSatisfying(
              PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_QUERY));
    }
    assertThat(compile("WITH a AS (SELECT 1)" + ", b AS (SELECT 1)".repeat(400) + "SELECT 1"))
        .isNotNull();
  }

  private static CompiledQuery compile(String sql) {
    return COMPILER.compile(SqlText.of(sql), "demo");
  }

  /** The DuckDB SQL, the columns, and the rows that DuckDB gives. */
  private static String answer(String sql) {
    try {
      CompiledQuery query = compile(sql);
      String rows = rows(query.sql());
      String ordered =
          sql.contains("ORDER BY") ? rows : rows.lines().sorted().collect(Collectors.joining("\n"));
      return (query.sql().replace("\n", " ") + "\n" + columns(query) + "\n" + ordered).strip();
    } catch (PlimsollException failure) {
      return failure.code() + " " + failure.getMessage();
    }
  }

  private static String columns(CompiledQuery query) {
    return query.columns().stream()
        .map(c -> c.name() + " " + c.type().sql() + (c.nullable() ? "" : " NOT NULL"))
        .collect(Collectors.joining(", "));
  }

  private static String rows(String sql) {
    List<String> rows = new ArrayList<>();
    try (Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.add(result.getString(i));
        }
        rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
      }
    } catch (SQLException e) {
      return "failed: " + e.getMessage().lines().findFirst().orElse("");
    }
    return String.join("\n", rows);
  }

  @Test
  void namesTheTablesThatAreRead() {
    CompiledQuery query =
        compile("SELECT 1 FROM other.u JOIN t USING (a) WHERE u.a IN (SELECT a FROM t)");
    assertThat(query.tables())
        .containsExactlyInAnyOrder(new TableName("other", "u"), new TableName("demo", "t"));
  }

  @Test
  void tableWithoutDatabaseNeedsOne() {
    assertThatThrownBy(() -> COMPILER.compile(SqlText.of("SELECT * FROM t"), null))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_DATABASE));
  }

  @Test
  void errorInsideStatementHasThePlaceInTheWholeText() {
    Insert insert = (Insert) SqlParser.parseOne("INSERT INTO t (a)\n SELECT delai FROM flights");
    assertThatThrownBy(() -> insert(insert))
        .hasMessage(
            """
            line 2:9: Unknown column 'delai' in demo.flights. Did you mean 'delay'?
               SELECT delai FROM flights
                      ^\
            """);
  }

  private static CompiledInsert insert(Insert insert) {
    return COMPILER.compileInsert(insert.query(), Catalogs.table(), insert.columns(), "demo");
  }

  private static CompiledInsert insert(String sql) {
    return insert((Insert) SqlParser.parseOne(sql));
  }

  @Test
  void insertLeavesValuesAsTheyAreForTheLoadToConvert() {
    CompiledInsert insert = insert("INSERT INTO t (d, dec, a) VALUES ('2020-01-02', 1, '7')");
    assertThat(insert.targets()).containsExactly(3, 5, 0);
    assertThat(columns(insert.query()))
        .isEqualTo("d DATE NOT NULL, dec DECIMAL(10, 2) NOT NULL, a INT NOT NULL");
    assertThat(rows(insert.query().sql())).isEqualTo("2020-01-02|1|7");
  }

  @Test
  void insertWithoutColumnsTakesAllInOrder() {
    CompiledInsert insert = insert("INSERT INTO t SELECT * FROM t WHERE a = 1");
    assertThat(insert.targets()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    assertThat(rows(insert.query().sql()))
        .isEqualTo("1|10|x|2024-02-29|2024-02-29 13:14:15.123456|1.50|2.5|1.5|true|1");
  }

  @Test
  void insertKeepsTheOrderOfItsQuery() {
    CompiledInsert insert = insert("INSERT INTO t (a) SELECT a FROM other.u ORDER BY a DESC");
    assertThat(rows(insert.query().sql())).isEqualTo("2\n1");
  }

  @Test
  void insertRefusesWrongColumns() {
    assertThatThrownBy(() -> insert("INSERT INTO t (a, aa) VALUES (1, 2)"))
        .hasMessageStartingWith("line 1:19: Unknown column 'aa' in demo.t.");
    assertThatThrownBy(() -> insert("INSERT INTO t (a, A) VALUES (1, 2)"))
        .hasMessageStartingWith("line 1:19: Duplicate column 'A'");
    assertThatThrownBy(() -> insert("INSERT INTO t (a) VALUES (1, 2)"))
        .hasMessageStartingWith(
            "line 1:19: The query has 2 columns, but 1 are inserted into demo.t.");
  }
}
