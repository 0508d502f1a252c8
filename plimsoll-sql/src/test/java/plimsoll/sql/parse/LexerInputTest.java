package plimsoll.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import plimsoll.sql.grammar.PlimsollSqlLexer;

class LexerInputTest {
  private static final List<String> PIECES =
      List.of(
          "select", "é", "名", "😀", "\uD83D", "\u00A0", "\uFEFF", "\u0085", "\u009F", "\uFF00",
          "\u2028", "'", "\"", "`", "\\", " ", "--", "/*", "*/", "\n", "a", "7", ".", "$", ";");

  @Test
  void tokensAreThoseOfTheTextItself() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int pieces = random.nextInt(12); pieces >= 0; pieces--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String source = text.toString();
      assertThat(tokens(new LexerInput(source)))
          .as(source)
          .isEqualTo(tokens(CharStreams.fromString(source)));
    }
  }

  private static List<String> tokens(CharStream input) {
    PlimsollSqlLexer lexer = new PlimsollSqlLexer(input);
    lexer.removeErrorListeners();
    List<String> tokens = new ArrayList<>();
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      tokens.add(token.toString());
    }
    return tokens;
  }
}
