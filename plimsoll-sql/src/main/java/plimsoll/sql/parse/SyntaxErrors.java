package plimsoll.sql.parse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.NoViableAltException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;
import org.antlr.v4.runtime.atn.ATN;
import org.antlr.v4.runtime.atn.ATNConfig;
import org.antlr.v4.runtime.misc.IntervalSet;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.sql.grammar.PlimsollSqlParser;

/**
 * Stops at the first token that no statement can have there, and says in words what could stand in
 * its place.
 */
final class SyntaxErrors extends DefaultErrorStrategy {
  private static final int MOST_LISTED = 6;
  private static final String END = "the end of the statement";
  private final String source;

  SyntaxErrors(String source) {
    this.source = source;
  }

  /** Called before every choice, where all that may follow is still known. */
  @Override
  public void sync(Parser parser) {
    int found = parser.getInputStream().LA(1);
    if (parser.getATN().nextTokens(parser.getATN().states.get(parser.getState())).contains(found)) {
      return; // the common case, from a cache
    }
    IntervalSet expected = parser.getExpectedTokens();
    if (!expected.contains(found)) {
      throw unexpected(parser, parser.getCurrentToken(), expected);
    }
  }

  @Override
  public Token recoverInline(Parser parser) {
    throw unexpected(parser, parser.getCurrentToken(), parser.getExpectedTokens());
  }

  @Override
  public void reportError(Parser parser, RecognitionException failure) {
    throw unexpected(parser, failure.getOffendingToken(), expected(parser, failure));
  }

  private static IntervalSet expected(Parser parser, RecognitionException failure) {
    if (failure instanceof NoViableAltException noWay && noWay.getDeadEndConfigs() != null) {
      IntervalSet expected = new IntervalSet();
      for (ATNConfig config : noWay.getDeadEndConfigs()) {
        expected.addAll(parser.getATN().nextTokens(config.state));
      }
      return expected;
    }
    return failure instanceof InputMismatchException
        ? failure.getExpectedTokens()
        : parser.getExpectedTokens();
  }

  private PlimsollException unexpected(Parser parser, Token found, IntervalSet expected) {
    String message =
        "Expected "
            + words(parser, expected)
            + ", found "
            + found(found)
            + "."
            + advice(parser, found, expected);
    return Excerpt.locate(ErrorCode.SYNTAX.with(message), Tokens.at(found), source);
  }

  private String found(Token found) {
    if (isValue(found.getType()) && Secrets.in(source)) {
      return found.getType() == PlimsollSqlParser.STRING ? "a text" : "a word";
    }
    return switch (found.getType()) {
      case Token.EOF -> END;
      case PlimsollSqlParser.STRING, PlimsollSqlParser.QUOTED -> found.getText();
      default -> "'" + found.getText() + "'";
    };
  }

  private static boolean isValue(int type) {
    return switch (type) {
      case PlimsollSqlParser.STRING,
          PlimsollSqlParser.QUOTED,
          PlimsollSqlParser.IDENTIFIER,
          PlimsollSqlParser.INTEGER,
          PlimsollSqlParser.NUMBER,
          PlimsollSqlParser.OTHER ->
          true;
      default -> false;
    };
  }

  private static String advice(Parser parser, Token found, IntervalSet expected) {
    Optional<String> near = Nearest.find(found.getText(), candidates(parser, found, expected));
    if (near.isPresent() && found.getType() != Token.EOF) {
      return " Did you mean '" + near.get() + "'?";
    }
    return expected.contains(PlimsollSqlParser.IDENTIFIER) && isWord(found.getText())
        ? " It is a reserved word; as a name it needs backticks."
        : "";
  }

  /** The words that fit; at the start of a statement also those that the grammar never sees. */
  private static List<String> candidates(Parser parser, Token found, IntervalSet expected) {
    List<String> words = new ArrayList<>(keywords(parser, expected));
    if (found == parser.getTokenStream().get(0)) {
      words.addAll(SqlParser.QUERY_WORDS);
      NotYet.firstWords().forEach(words::add);
    }
    return words;
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && Character.isLetter(text.charAt(0));
  }

  private static List<String> keywords(Parser parser, IntervalSet expected) {
    return expected.toList().stream()
        .filter(type -> type > 0)
        .map(type -> display(parser.getVocabulary(), type))
        .filter(SyntaxErrors::isKeyword)
        .toList();
  }

  private static boolean isKeyword(String word) {
    return word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT)) && isWord(word);
  }

  private static String words(Parser parser, IntervalSet expected) {
    IntervalSet shown = new IntervalSet(expected);
    if (expected.contains(PlimsollSqlParser.IDENTIFIER)) {
      shown = shown.subtract(nonReserved(parser.getATN()));
      shown.remove(PlimsollSqlParser.QUOTED);
    }
    List<String> words = new ArrayList<>();
    for (int type : shown.toList()) {
      if (type > 0) {
        words.add(display(parser.getVocabulary(), type));
      }
    }
    words.sort(Comparator.comparing(SyntaxErrors::isKeyword));
    if (shown.contains(Token.EOF)) {
      words.add(END);
    }
    return join(words);
  }

  private static IntervalSet nonReserved(ATN atn) {
    return atn.nextTokens(atn.ruleToStartState[PlimsollSqlParser.RULE_nonReserved]);
  }

  private static String join(List<String> words) {
    if (words.isEmpty()) {
      return END;
    }
    if (words.size() > MOST_LISTED) {
      return String.join(", ", words.subList(0, MOST_LISTED)) + " or another word";
    }
    int last = words.size() - 1;
    return last == 0
        ? words.get(0)
        : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
  }

  private static String display(Vocabulary vocabulary, int type) {
    return switch (type) {
      case PlimsollSqlParser.IDENTIFIER, PlimsollSqlParser.QUOTED -> "a name";
      case PlimsollSqlParser.STRING -> "a text in quotes";
      case PlimsollSqlParser.INTEGER -> "a whole number";
      case PlimsollSqlParser.NUMBER -> "a number";
      case PlimsollSqlParser.DATABASE -> "DATABASE";
      case PlimsollSqlParser.DATABASES -> "DATABASES";
      default -> keywordOrSign(vocabulary.getDisplayName(type));
    };
  }

  private static String keywordOrSign(String display) {
    boolean quoted = display.length() > 2 && display.startsWith("'") && display.endsWith("'");
    String bare = quoted ? display.substring(1, display.length() - 1) : display;
    return isWord(bare) ? bare : "'" + bare + "'";
  }
}
