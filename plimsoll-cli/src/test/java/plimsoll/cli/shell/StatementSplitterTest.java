package plimsoll.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatementSplitterTest {
  @ParameterizedTest
  @MethodSource
  void cutsAtSemicolonsThatEndStatements(String text, List<String> statements) {
    assertThat(new StatementSplitter().all(text)).isEqualTo(statements);
  }

  static Stream<Arguments> cutsAtSemicolonsThatEndStatements() {
    return Stream.of(
        Arguments.of("", List.of()),
        Arguments.of(" ; ;\n", List.of()),
        Arguments.of("SELECT 1", List.of("SELECT 1")),
        Arguments.of("SELECT 1; SELECT 2;", List.of("SELECT 1", "SELECT 2")),
        Arguments.of("SELECT ';' ; x", List.of("SELECT ';'", "x")),
        Arguments.of("SELECT 'it''s;' ; x", List.of("SELECT 'it''s;'", "x")),
        Arguments.of("SELECT 'a\\';b'; x", List.of("SELECT 'a\\';b'", "x")),
        Arguments.of("SELECT `a\\`; x", List.of("SELECT `a\\`", "x")),
        Arguments.of("SELECT \"a;b\"; x", List.of("SELECT \"a;b\"", "x")),
        Arguments.of("a -- no; end\n; b", List.of("a -- no; end", "b")),
        Arguments.of("a # no; end\n; b", List.of("a # no; end", "b")),
        Arguments.of("a /* ; */ b; c", List.of("a /* ; */ b", "c")),
        Arguments.of("1-1; 2/2;", List.of("1-1", "2/2")),
        Arguments.of("-- only words\n", List.of()));
  }

  @Test
  void waitsForTheRestOfAStatement() {
    StatementSplitter splitter = new StatementSplitter();
    assertThat(splitter.add("SELECT '\n")).isEmpty();
    assertThat(splitter.isOpen()).isTrue();
    assertThat(splitter.add(";';\n")).containsExactly("SELECT '\n;'");
    assertThat(splitter.isOpen()).isFalse();
  }
}
