package plimsoll.sql.tree;

import java.util.Locale;

/**
 * A constant as written.
 *
 * @param at where it stands
 * @param kind how it was written
 * @param text its value: strings without quotes and escapes, numbers with their sign, booleans and
 *     bare words as written
 */
public record Literal(Position at, Kind kind, String text) {
  /** How constants are written. */
  public enum Kind {
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    NULL,
    /** A bare word such as {@code offline}; only where a statement allows one. */
    WORD
  }

  /** As SQL writes it. */
  public String sql() {
    return kind == Kind.STRING ? "'" + text.replace("'", "''") + "'" : text;
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + sql();
  }
}
