package plimsoll.sql.parse;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.sql.tree.Position;

/**
 * A statement with {@code ?} where values come later.
 *
 * <p>A value takes the place of its token as one literal of its type, which is read back by the
 * same lexer as exactly that value: nothing that it holds can become syntax. A {@code ?} in a
 * string, name or comment is no parameter.
 */
public final class PreparedText {
  /** More digits than any column holds; beyond it only memory is at stake. */
  private static final int MOST_DIGITS = 400;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);

  private final Tokens tokens;
  private final List<Token> places;

  private PreparedText(Tokens tokens, List<Token> places) {
    this.tokens = tokens;
    this.places = places;
  }

  /** Cuts a text. SYNTAX if it holds no statement, several, or something that never ends. */
  public static PreparedText of(String text) {
    Tokens tokens = Tokens.of(text);
    List<List<Token>> statements = tokens.statements();
    if (statements.size() != 1) {
      throw ErrorCode.SYNTAX.with("Expected one statement, found " + statements.size() + ".");
    }
    List<Token> places =
        statements.get(0).stream().filter(token -> token.getText().equals("?")).toList();
    return new PreparedText(tokens, places);
  }

  /** How many values it wants. */
  public int parameters() {
    return places.size();
  }

  /** The statement with NULL for each value, to see what it would give. */
  public String unbound() {
    return bind(Collections.nCopies(places.size(), null));
  }

  /**
   * The statement with its values.
   *
   * @param values for each {@code ?} null, Long, BigInteger, BigDecimal, Float, Double, String,
   *     LocalDate or LocalDateTime
   * @throws plimsoll.error.PlimsollException BAD_QUERY for a number that SQL cannot write
   */
  public String bind(List<? extends @Nullable Object> values) {
    List<Token> statement = tokens.statements().get(0);
    StringBuilder text = new StringBuilder();
    int from = statement.get(0).getStartIndex();
    for (int i = 0; i < places.size(); i++) {
      Token place = places.get(i);
      text.append(tokens.between(from, place.getStartIndex()));
      text.append(' ').append(literal(values.get(i), Tokens.at(place))).append(' ');
      from = place.getStopIndex() + 1;
    }
    int end = statement.get(statement.size() - 1).getStopIndex() + 1;
    return text.append(tokens.between(from, end)).toString();
  }

  private static String literal(@Nullable Object value, Position at) {
    if (value == null) {
      return "NULL";
    }
    if (value instanceof String text) {
      return quoted(text);
    }
    if (value instanceof BigDecimal number) {
      return decimal(number, at);
    }
    if (value instanceof Float number) {
      return approximate(number, number.toString(), at);
    }
    if (value instanceof Double number) {
      return approximate(number, number.toString(), at);
    }
    if (value instanceof LocalDate date) {
      return "DATE '" + date + "'";
    }
    if (value instanceof LocalDateTime time) {
      return "TIMESTAMP '" + MOMENT.format(time) + "'";
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return value.toString();
    }
    throw new IllegalArgumentException("a parameter is a " + value.getClass().getName());
  }

  /** The inverse of {@link Quoted#string}. */
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String decimal(BigDecimal number, Position at) {
    if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
      throw ErrorCode.BAD_QUERY
          .with("A parameter is a number of more than " + MOST_DIGITS + " digits.")
          .at(at.toString());
    }
    return number.toPlainString();
  }

  /** With an exponent, since a literal without one is exact. */
  private static String approximate(double number, String shortest, Position at) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw ErrorCode.BAD_QUERY
          .with("A parameter is " + number + ", which SQL cannot write.")
          .at(at.toString());
    }
    return shortest.contains("E") ? shortest : shortest + "E0";
  }
}
