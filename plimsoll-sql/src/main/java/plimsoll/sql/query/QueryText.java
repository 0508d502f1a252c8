package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.Token;
import org.apache.calcite.sql.parser.SqlParserPos;
import plimsoll.sql.parse.Tokens;
import plimsoll.sql.tree.Position;

/** A query in the words of Calcite's parser, and which token of the client each piece came from. */
final class QueryText {
  private final StringBuilder text = new StringBuilder();
  private final List<Integer> starts = new ArrayList<>();
  private final List<Token> tokens = new ArrayList<>();

  /** Adds a piece; pieces are separated by one blank. */
  void add(String piece, Token from) {
    if (!piece.isEmpty()) {
      starts.add(text.length());
      tokens.add(from);
      text.append(piece).append(' ');
    }
  }

  /** The query for Calcite. */
  String text() {
    return text.toString();
  }

  /** The client's token at a place in {@link #text}. */
  Token token(int line, int column) {
    int offset = offset(line) + column - 1;
    int piece = 0;
    while (piece + 1 < starts.size() && starts.get(piece + 1) <= offset) {
      piece++;
    }
    return tokens.get(piece);
  }

  /** Whether a dot follows the piece at a place. */
  boolean isFollowedByDot(SqlParserPos place) {
    int piece = tokens.indexOf(token(place.getLineNum(), place.getColumnNum()));
    return piece + 1 < tokens.size() && tokens.get(piece + 1).getText().equals(".");
  }

  /** Where the query ends. */
  Position end() {
    Token last = tokens.get(tokens.size() - 1);
    Position at = Tokens.at(last);
    return new Position(at.line(), at.column() + last.getText().length());
  }

  /** Where something that Calcite places stands in the client's text. */
  Position position(SqlParserPos place) {
    return place.getLineNum() < 1
        ? Tokens.at(tokens.get(0))
        : Tokens.at(token(place.getLineNum(), place.getColumnNum()));
  }

  private int offset(int line) {
    int offset = 0;
    for (int i = 1; i < line; i++) {
      offset = text.indexOf("\n", offset) + 1;
    }
    return offset;
  }
}
