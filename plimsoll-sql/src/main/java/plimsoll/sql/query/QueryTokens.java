package plimsoll.sql.query;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlLexer;
import plimsoll.sql.parse.Quoted;
import plimsoll.sql.parse.Tokens;
import plimsoll.sql.tree.Position;

/**
 * The tokens of a query and what each becomes for Calcite. Positions beyond either end are no
 * token: asking about one is allowed and answered with no.
 */
final class QueryTokens {
  final List<Token> tokens;

  /** What each token becomes; null until a rule has written it. */
  final @Nullable String[] out;

  /** For the position of a parenthesis that opens, that of the one that closes it. */
  final int[] match;

  private final QueryErrors errors;

  /** SYNTAX where a parenthesis has no partner. */
  QueryTokens(QueryErrors errors, List<Token> tokens) {
    this.errors = errors;
    this.tokens = tokens;
    this.out = new String[tokens.size()];
    this.match = matches();
  }

  /** What the token became; empty when nothing. */
  String out(int i) {
    String piece = out[i];
    return piece == null ? "" : piece;
  }

  /** Writes a text, joined with those that follow it, or a name behind AS. */
  void string(int i) {
    if (isWord(i - 1, "AS")) {
      name(i, Quoted.string(text(i))); // MySQL: AS 'name'
      return;
    }
    StringBuilder value = new StringBuilder(Quoted.string(text(i)));
    for (int next = i + 1; isType(next, PlimsollSqlLexer.STRING); next++) {
      value.append(Quoted.string(text(next))); // MySQL: 'a' 'b' is 'ab'
      out[next] = "";
    }
    out[i] = "'" + value.toString().replace("'", "''") + "'";
  }

  /** Writes a name. */
  void name(int i, String name) {
    if (name.isEmpty()) {
      throw error(i, "A name cannot be empty.");
    }
    out[i] = "`" + name.replace("`", "``") + "`";
  }

  /** Position of a word or sign directly inside a parenthesis, or -1; the last one. */
  int inside(int open, String wanted) {
    int found = -1;
    for (int i = open + 1; i < match[open]; i++) {
      if (is(i, "(")) {
        i = match[i];
      } else if (is(i, wanted) || (isWord(i, wanted) && !is(i - 1, "."))) {
        found = i;
      } else if (isWord(i, "CASE")) {
        i = endOfCase(i, match[open]);
      }
    }
    return found;
  }

  private int endOfCase(int from, int limit) {
    int depth = 0;
    for (int i = from; i < limit; i++) {
      depth += isWord(i, "CASE") ? 1 : isWord(i, "END") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return from;
  }

  private int[] matches() {
    int[] found = new int[tokens.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      if (is(i, "(")) {
        open.push(i);
      } else if (is(i, ")")) {
        if (open.isEmpty()) {
          throw error(i, "This ')' closes nothing.");
        }
        found[open.pop()] = i;
      }
    }
    if (!open.isEmpty()) {
      throw error(open.peek(), "This '(' is never closed.");
    }
    return found;
  }

  /** Whether token {@code i} can end an operand, so that a sign behind it has two sides. */
  boolean endsOperand(int i) {
    if (i < 0) {
      return false;
    }
    return switch (tokens.get(i).getType()) {
      case PlimsollSqlLexer.STRING,
          PlimsollSqlLexer.QUOTED,
          PlimsollSqlLexer.INTEGER,
          PlimsollSqlLexer.NUMBER,
          PlimsollSqlLexer.RIGHT ->
          true;
      default ->
          isWordToken(i)
              && (Set.of("END", "NULL", "TRUE", "FALSE").contains(upper(i))
                  || (!isKeyword(i, upper(i)) && !OPERATORS.contains(upper(i))));
    };
  }

  /** Words with an operand behind them that are no words of Calcite's grammar. */
  private static final Set<String> OPERATORS = Set.of("DIV", "INTERVAL", "REGEXP", "XOR");

  boolean isKeyword(int i, String word) {
    if (Words.ALWAYS.contains(word)) {
      return true;
    }
    Set<String> next = Words.BEFORE.get(word);
    if (next != null && i + 1 < tokens.size() && next.contains(upper(i + 1))) {
      return true;
    }
    if (word.equals("OFFSET")) {
      return isType(i + 1, PlimsollSqlLexer.INTEGER);
    }
    if ((word.equals("ROWS") || word.equals("RANGE")) && isType(i + 1, PlimsollSqlLexer.INTEGER)) {
      return true;
    }
    if (word.equals("WINDOW")) {
      return isWord(i + 2, "AS") && is(i + 3, "(");
    }
    if (word.equals("MINUS")) {
      return isWord(i + 1, "SELECT") || (is(i + 1, "(") && isWord(i + 2, "SELECT"));
    }
    Set<String> previous = Words.BEHIND.get(word);
    return previous != null && i > 0 && previous.contains(upper(i - 1));
  }

  private boolean isWordToken(int i) {
    char first = text(i).charAt(0);
    return Character.isLetterOrDigit(first) || first == '_' || first == '$';
  }

  boolean is(int i, String sign) {
    return i >= 0 && i < tokens.size() && text(i).equals(sign);
  }

  boolean isWord(int i, String word) {
    return upper(i).equals(word);
  }

  boolean isType(int i, int type) {
    return i >= 0 && i < tokens.size() && tokens.get(i).getType() == type;
  }

  String text(int i) {
    return tokens.get(i).getText();
  }

  /** In upper case; empty before the first and behind the last, where a text may break off. */
  String upper(int i) {
    return i >= 0 && i < tokens.size() ? text(i).toUpperCase(Locale.ROOT) : "";
  }

  PlimsollException error(int i, String message) {
    return errors.at(at(i), ErrorCode.SYNTAX.with(message));
  }

  PlimsollException unsupported(int i, String what, String instead) {
    return errors.at(at(i), ErrorCode.UNSUPPORTED.with(what, instead));
  }

  private Position at(int i) {
    return Tokens.at(tokens.get(Math.min(i, tokens.size() - 1)));
  }
}
