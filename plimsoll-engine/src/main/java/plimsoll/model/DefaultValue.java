package plimsoll.model;

import java.util.Locale;

/** What a column gets when a load does not mention it. */
public sealed interface DefaultValue {
  /** As SQL writes it after {@code DEFAULT}. */
  String sql();

  /**
   * A constant, as text that is read like a CSV field of the column's type.
   *
   * @param text the constant without its SQL quotes
   */
  record Constant(String text) implements DefaultValue {
    @Override
    public String sql() {
      return "'" + text.replace("'", "''") + "'";
    }
  }

  /** The load's start time: one value for all rows of a load. */
  record CurrentTimestamp() implements DefaultValue {
    @Override
    public String sql() {
      return "CURRENT_TIMESTAMP";
    }
  }

  /** A new value for every row. */
  enum PerRow implements DefaultValue {
    /** A random UUID (version 4) in its 36 characters. */
    UUID,
    /** A random whole number of 126 bits: what LARGEINT can hold in 38 digits. */
    UUID_NUMERIC;

    @Override
    public String sql() {
      return "(" + name().toLowerCase(Locale.ROOT) + "())";
    }
  }
}
