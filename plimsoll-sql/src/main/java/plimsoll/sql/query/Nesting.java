package plimsoll.sql.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlLexer;
import plimsoll.sql.parse.Tokens;

/**
 * Refuses queries that are nested so deeply, or chain so many operators, that parsing them would
 * take a whole stack or, since chains are put in order pair by pair, minutes; as do numbers of very
 * many digits. Each query of a WITH is nested in those before it. What passes may still be too deep
 * for a small stack: {@link #tooDeep} says so then.
 */
final class Nesting {
  private static final int MOST_DEPTH = 1000;
  private static final int MOST_OPERATORS = 10_000;
  private static final int MOST_WITH = 500;
  private static final int MOST_DIGITS = 400; // as of a parameter

  private static final Set<String> OPERATORS =
      Set.of("AND", "OR", "NOT", "DIV", "MOD", "IS", "LIKE", "IN", "BETWEEN", "INTERVAL");
  private static final Set<String> CHAINS = Set.of("UNION", "INTERSECT", "EXCEPT", "JOIN");

  private Nesting() {}

  /** What stands between two parentheses, or outside of them all. */
  private static final class Level {
    private int operators; // since the last comma
    private int chained;
    private int queries; // each behind AS
    private boolean afterAs;
  }

  /** BAD_QUERY for a query of these tokens that is too deep. */
  static void check(QueryErrors errors, List<Token> tokens) {
    Deque<Level> levels = new ArrayDeque<>();
    levels.push(new Level());
    for (Token token : tokens) {
      checkDigits(errors, token);
      see(levels, token);
      Level level = levels.element();
      if (levels.size() > MOST_DEPTH
          || level.operators > MOST_OPERATORS
          || level.queries > MOST_WITH
          || level.chained > MOST_OPERATORS) {
        throw errors.at(Tokens.at(token), tooDeep());
      }
    }
  }

  private static void checkDigits(QueryErrors errors, Token token) {
    boolean number =
        token.getType() == PlimsollSqlLexer.INTEGER || token.getType() == PlimsollSqlLexer.NUMBER;
    int length = token.getStopIndex() - token.getStartIndex() + 1;
    if (number && length > MOST_DIGITS) {
      throw errors.at(
          Tokens.at(token),
          ErrorCode.BAD_QUERY.with(
              "A number has " + length + " characters; most are " + MOST_DIGITS + "."));
    }
  }

  private static void see(Deque<Level> levels, Token token) {
    Level level = levels.element();
    boolean query = level.afterAs && token.getType() == PlimsollSqlLexer.LEFT;
    level.queries += query ? 1 : 0;
    level.afterAs = token.getType() == PlimsollSqlLexer.AS;
    switch (token.getType()) {
      case PlimsollSqlLexer.LEFT -> levels.push(new Level());
      case PlimsollSqlLexer.RIGHT -> pop(levels);
      case PlimsollSqlLexer.COMMA -> level.operators = 0;
      case PlimsollSqlLexer.PLUS,
          PlimsollSqlLexer.MINUS,
          PlimsollSqlLexer.STAR,
          PlimsollSqlLexer.EQUALS,
          PlimsollSqlLexer.LESS,
          PlimsollSqlLexer.GREATER,
          PlimsollSqlLexer.LEFT_SQUARE,
          PlimsollSqlLexer.RIGHT_SQUARE,
          PlimsollSqlLexer.OPERATOR,
          PlimsollSqlLexer.OTHER ->
          level.operators++;
      case PlimsollSqlLexer.STRING, PlimsollSqlLexer.QUOTED, PlimsollSqlLexer.INTEGER -> {}
      default -> word(levels, token.getText().toUpperCase(Locale.ROOT));
    }
  }

  /** CASE and END stand for parentheses. */
  private static void word(Deque<Level> levels, String word) {
    Level level = levels.element();
    if (word.equals("CASE")) {
      levels.push(new Level());
    } else if (word.equals("END")) {
      pop(levels);
    } else if (OPERATORS.contains(word)) {
      level.operators++;
    } else if (CHAINS.contains(word)) {
      level.chained++;
    }
  }

  /** What closes more than was opened is the parser's to refuse. */
  private static void pop(Deque<Level> levels) {
    if (levels.size() > 1) {
      levels.pop();
    }
  }

  /** The refusal. */
  static PlimsollException tooDeep() {
    return ErrorCode.BAD_QUERY.with(
        "The query is nested too deeply, or chains too many operators. Use IN for long lists, and"
            + " load many rows as a file.");
  }
}
