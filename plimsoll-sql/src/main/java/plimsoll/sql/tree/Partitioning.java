package plimsoll.sql.tree;

import java.util.List;

/**
 * What follows PARTITION BY.
 *
 * @param at where it stands
 * @param kind RANGE or LIST with written bounds, or expressions
 * @param terms the columns or expressions; empty for RANGE and LIST
 * @param bounds whether partitions are spelled out in parentheses after it
 */
public record Partitioning(Position at, Kind kind, List<Term> terms, boolean bounds) {
  /** Copies the list. */
  public Partitioning {
    terms = List.copyOf(terms);
  }

  /** How the partitions are said. */
  public enum Kind {
    EXPRESSIONS,
    RANGE,
    LIST
  }

  /**
   * A column, or a function of one.
   *
   * @param name the column, or the function
   * @param call whether it is a function
   * @param arguments what the function is applied to
   */
  public record Term(Name name, boolean call, List<Argument> arguments) {
    /** Copies the list. */
    public Term {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * One argument.
   *
   * @param at where it stands
   * @param column whether it is a name rather than a constant
   * @param text the name or the constant
   */
  public record Argument(Position at, boolean column, String text) {}
}
