package plimsoll.sql.parse;

import java.util.Locale;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.CharStream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.grammar.PlimsollSqlLexer;

/**
 * Hides passwords and keys in the text of statements, before it is logged, stored or shown. Works
 * on any text, also on such that is no statement or was cut off.
 *
 * <p>Hidden is every string after IDENTIFIED or PASSWORD, except those that are names or plugins;
 * what follows their BY, AS or = without quotes; and every value of an option whose name speaks of
 * a secret.
 */
public final class Secrets {
  private static final String STARS = "'***'";

  /** Cheap and too generous: most statements are done with it. */
  private static final Pattern SUSPICIOUS =
      Pattern.compile(
          "identified|password|secret|token|credential|(access|private|account|session).?key",
          Pattern.CASE_INSENSITIVE);

  private Secrets() {}

  /** Whether something in the text is a secret. */
  public static boolean in(String text) {
    return SUSPICIOUS.matcher(text).find() && !hide(text).equals(text);
  }

  /** The text with stars in the place of secrets. */
  public static String hide(String text) {
    return SUSPICIOUS.matcher(text).find() ? new Scan(text).hidden() : text;
  }

  /** One pass over the tokens. */
  private static final class Scan {
    private final String text;
    private final PlimsollSqlLexer lexer;
    private final StringBuilder out = new StringBuilder();
    private int copied;
    private int codePoint; // both counts of one place, behind the last secret
    private int character;
    private boolean afterPassword;
    private boolean afterSecretOption;
    private boolean bare;
    private @Nullable Token last;

    Scan(String text) {
      this.text = text;
      this.lexer = new PlimsollSqlLexer(new LexerInput(text));
      lexer.removeErrorListeners();
    }

    String hidden() {
      for (Token token = lexer.nextToken();
          token.getType() != Token.EOF;
          token = lexer.nextToken()) {
        if (token.getChannel() == Token.DEFAULT_CHANNEL) {
          see(token);
          last = token;
        }
        if (token.getType() == PlimsollSqlLexer.UNCLOSED_COMMENT) {
          withoutOpenings(token);
        }
      }
      return out.append(text, copied, text.length()).toString();
    }

    /**
     * What follows a comment that is never closed is looked through as if it were none. No comment
     * that begins there is closed either; the lexer, which would look for the end of each, reads
     * other signs in their place.
     */
    private void withoutOpenings(Token comment) {
      int from = text.offsetByCodePoints(0, comment.getStartIndex());
      String rest = text.substring(from).replace("/*", "++");
      CharStream stream = new LexerInput(text.substring(0, from) + rest);
      lexer.setInputStream(stream);
      stream.seek(comment.getStopIndex() + 1);
    }

    private void see(Token token) {
      int type = token.getType();
      boolean value = isValue(type);
      bare = afterPassword && (bare && touches(token) || isBare(token));
      if (bare || value && (afterPassword && !isName() || afterSecretOption)) {
        hide(token);
      }
      afterSecretOption =
          type == PlimsollSqlLexer.EQUALS && last != null && isSecretName(last.getText());
      if (type == PlimsollSqlLexer.SEMICOLON) {
        afterPassword = false;
      } else if (type == PlimsollSqlLexer.IDENTIFIED || type == PlimsollSqlLexer.PASSWORD) {
        afterPassword = true;
      }
    }

    /** A password that somebody forgot to quote: what follows BY, AS or = and is no text. */
    private boolean isBare(Token token) {
      if (last == null || isValue(token.getType())) {
        return false;
      }
      return switch (last.getType()) {
        case PlimsollSqlLexer.BY, PlimsollSqlLexer.AS, PlimsollSqlLexer.EQUALS ->
            token.getType() != PlimsollSqlLexer.PASSWORD;
        default -> false;
      };
    }

    /** Without quotes a password ends at the next blank, whatever signs it holds. */
    private boolean touches(Token token) {
      return last != null && token.getStartIndex() == last.getStopIndex() + 1;
    }

    private static boolean isValue(int type) {
      return type == PlimsollSqlLexer.STRING
          || type == PlimsollSqlLexer.UNCLOSED_STRING
          || type == PlimsollSqlLexer.UNCLOSED_NAME;
    }

    /** After FOR, WITH and @ stands a user, a plugin or a host. */
    private boolean isName() {
      if (last == null) {
        return false;
      }
      return switch (last.getType()) {
        case PlimsollSqlLexer.FOR, PlimsollSqlLexer.WITH, PlimsollSqlLexer.AT -> true;
        default -> false;
      };
    }

    private static boolean isSecretName(String name) {
      return SUSPICIOUS.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    private void hide(Token token) {
      int from = character(token.getStartIndex());
      out.append(text, copied, from).append(STARS);
      copied = character(token.getStopIndex() + 1);
    }

    /** ANTLR counts characters beyond the basic plane as one, Java's strings as two. */
    private int character(int place) {
      character = text.offsetByCodePoints(character, place - codePoint);
      codePoint = place;
      return character;
    }
  }
}
