package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * {@code REPLAY REJECTS OF [database.]label [WITH LABEL label] [OPTIONS (...)]}.
 *
 * @param at where the statement starts
 * @param database of the load, empty for the current one
 * @param label of the load whose rejected rows are loaded again
 * @param newLabel of the load that does it
 * @param options as written
 */
public record ReplayRejects(
    Position at,
    Optional<Name> database,
    String label,
    Optional<String> newLabel,
    List<Option> options)
    implements Statement {
  /** Copies the list. */
  public ReplayRejects {
    options = List.copyOf(options);
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.replayRejects(this);
  }
}
