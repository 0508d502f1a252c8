package plimsoll.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.sql.tree.SqlText;

/** Every function, run by DuckDB, against what MySQL (or StarRocks) gives. */
class FunctionsTest {
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

  /**
   * A line of functions.txt.
   *
   * @param expression a constant expression, or one over all rows of {@code t}
   * @param expected its value as text
   */
  record Example(String expression, String expected) {
    static Example of(String line) {
      int arrow = line.lastIndexOf(" => ");
      return new Example(line.substring(0, arrow).strip(), line.substring(arrow + 4).strip());
    }
  }

  static Stream<Example> examples() throws IOException {
    try (InputStream in = FunctionsTest.class.getResourceAsStream("functions.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains(" => ") && !line.startsWith("#"))
              .map(Example::of)
              .toList()
              .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givesWhatMySqlGives(Example example) throws SQLException {
    boolean overRows = example.expression().contains(" FROM t");
    CompiledQuery query = COMPILER.compile(SqlText.of("SELECT " + example.expression()), "demo");
    assertThat(query.tables()).hasSize(overRows ? 1 : 0);
    try (Statement statement = duckdb.createStatement();
        ResultSet result = statement.executeQuery(query.sql())) {
      assertThat(result.next()).isTrue();
      assertThat(String.valueOf(result.getString(1))).isEqualTo(example.expected());
      assertThat(duckType(result)).isEqualTo(declared(query));
    }
  }

  private static String duckType(ResultSet result) throws SQLException {
    return kind(result.getMetaData().getColumnTypeName(1));
  }

  private static String declared(CompiledQuery query) {
    return kind(query.columns().get(0).type().sql());
  }

  /** Precision aside, what DuckDB gives is what the compiler said. */
  private static String kind(String type) {
    return switch (type.replaceAll("\\(.*", "")) {
      case "INT" -> "INTEGER";
      case "DATETIME" -> "TIMESTAMP";
      case "STRING", "CHAR" -> "VARCHAR";
      default -> type.replaceAll("\\(.*", "");
    };
  }

  @Test
  void everyFunctionHasAnExample() throws IOException {
    String examples =
        String.join("\n", examples().map(e -> e.expression().toUpperCase(Locale.ROOT)).toList());
    Set<String> missing = new TreeSet<>();
    for (String name : Functions.TABLE.names()) {
      if (!examples.contains(name + "(") && !examples.contains(name + " (")) {
        missing.add(name);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void listInTheDocumentationIsCurrent() throws IOException {
    assertThat(FunctionList.onDisk())
        .as("run FunctionList.main to write docs/functions.md anew")
        .isEqualTo(FunctionList.text());
  }

  @Test
  void functionsThatAreForUsersHaveAHelpText() {
    List<String> without =
        Functions.groups().values().stream()
            .flatMap(group -> group.stream())
            .filter(f -> !f.names().get(0).startsWith("$") && f.help().isEmpty())
            .map(Documented::signature)
            .toList();
    assertThat(without).isEmpty();
  }
}
