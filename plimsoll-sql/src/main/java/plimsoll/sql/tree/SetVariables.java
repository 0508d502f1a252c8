package plimsoll.sql.tree;

import java.util.List;

/**
 * {@code SET [GLOBAL | SESSION] name = value, ...}.
 *
 * @param at where the statement starts
 * @param assignments at least one
 */
public record SetVariables(Position at, List<Assignment> assignments) implements Statement {
  /** Copies the list. */
  public SetVariables {
    assignments = List.copyOf(assignments);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.setVariables(this);
  }

  /**
   * One variable.
   *
   * @param global for new sessions as well as this one
   * @param name the variable
   * @param value a constant or a bare word
   * @param more texts that follow it without a gap: the other arguments of CONCAT
   */
  public record Assignment(boolean global, Name name, Literal value, List<Literal> more) {
    /** Copies the list. */
    public Assignment {
      more = List.copyOf(more);
    }
  }
}
