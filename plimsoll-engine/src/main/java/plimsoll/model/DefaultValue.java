package plimsoll.model;

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
}
