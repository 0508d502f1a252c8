package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.Interval;
import plimsoll.error.ErrorCode;
import plimsoll.sql.grammar.PlimsollSqlLexer;
import plimsoll.sql.tree.Position;

/** A client's text as tokens, without blanks and comments. Statements and queries share it. */
public final class Tokens {
  /**
   * Tokens of one text. A token, and what the parsers make of it, needs up to a kilobyte of heap; a
   * text of many short ones would need a hundred times its own length.
   */
  static final int MOST = 1_000_000;

  private final String source;
  private final CharStream characters;
  private final List<Token> visible = new ArrayList<>();
  private final Token end;

  private Tokens(String source) {
    this.source = source;
    characters = new LexerInput(source);
    PlimsollSqlLexer lexer = new PlimsollSqlLexer(characters);
    lexer.removeErrorListeners();
    Token token = lexer.nextToken();
    while (token.getType() != Token.EOF) {
      if (token.getChannel() == Token.DEFAULT_CHANNEL) {
        visible.add(checked(token));
        requireFew();
      }
      token = lexer.nextToken();
    }
    end = token;
  }

  /** Cuts a text. SYNTAX if a string, a quoted name or a comment is never closed. */
  public static Tokens of(String source) {
    return new Tokens(source);
  }

  private void requireFew() {
    if (visible.size() > MOST) {
      throw ErrorCode.REFUSED.with(
          "The statement has more than "
              + MOST
              + " words, values and signs. Insert fewer rows at a time, or load them from a file:"
              + " LOAD DATA, plimsoll load or Stream Load.");
    }
  }

  /** All tokens but the end. */
  public List<Token> all() {
    return visible;
  }

  /** The tokens of each statement; empty statements are left out. */
  List<List<Token>> statements() {
    List<List<Token>> statements = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= visible.size(); i++) {
      if (i == visible.size() || visible.get(i).getType() == PlimsollSqlLexer.SEMICOLON) {
        if (i > from) {
          statements.add(visible.subList(from, i));
        }
        from = i + 1;
      }
    }
    return statements;
  }

  /** An end mark for a statement, placed behind its last token. */
  Token endOf(List<Token> statement) {
    Token after = after(statement.get(statement.size() - 1));
    CommonToken mark = new CommonToken(Token.EOF, "");
    mark.setLine(after.getLine());
    mark.setCharPositionInLine(after.getCharPositionInLine());
    return mark;
  }

  /** The token behind that one. Searched by place: a text may hold very many statements. */
  private Token after(Token token) {
    int at =
        Collections.binarySearch(visible, token, Comparator.comparingInt(Token::getStartIndex));
    return at + 1 < visible.size() ? visible.get(at + 1) : end;
  }

  /** The text as written from one token to another, both included. */
  public String written(Token from, Token to) {
    return characters.getText(Interval.of(from.getStartIndex(), to.getStopIndex()));
  }

  /** The text between two places, the second not included; counted in code points. */
  String between(int from, int end) {
    return from >= end ? "" : characters.getText(Interval.of(from, end - 1));
  }

  /** The whole text. */
  public String source() {
    return source;
  }

  /** Where a token starts. */
  public static Position at(Token token) {
    return new Position(token.getLine(), token.getCharPositionInLine() + 1);
  }

  private Token checked(Token token) {
    return switch (token.getType()) {
      case PlimsollSqlLexer.UNCLOSED_STRING -> throw unclosed(token, "string");
      case PlimsollSqlLexer.UNCLOSED_NAME -> throw unclosed(token, "quoted name");
      case PlimsollSqlLexer.UNCLOSED_COMMENT -> throw unclosed(token, "comment");
      default -> token;
    };
  }

  private RuntimeException unclosed(Token token, String what) {
    return Excerpt.locate(
        ErrorCode.SYNTAX.with("The " + what + " that starts here is never closed."),
        at(token),
        source);
  }
}
