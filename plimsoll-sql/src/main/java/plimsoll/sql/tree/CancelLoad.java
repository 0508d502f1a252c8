package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code CANCEL LOAD [FROM database] WHERE LABEL = 'x'}: the load stops at its next batch, unseen.
 *
 * @param at where the statement starts
 * @param database the session's if empty
 * @param label label of the load
 */
public record CancelLoad(Position at, Optional<Name> database, String label) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.cancelLoad(this);
  }
}
