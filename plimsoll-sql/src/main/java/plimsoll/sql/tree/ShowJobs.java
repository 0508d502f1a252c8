package plimsoll.sql.tree;

import java.util.Optional;

/**
 * {@code SHOW JOBS [FROM component] [LIKE 'id']}, {@code SHOW JOB id}: statements that run without
 * a client, or did.
 *
 * @param at where the statement starts
 * @param id the one that is asked for
 * @param component whose jobs; all there are if empty
 * @param pattern of their numbers, in which {@code %} and {@code _} stand for others
 */
public record ShowJobs(
    Position at, Optional<Long> id, Optional<String> component, Optional<String> pattern)
    implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showJobs(this);
  }
}
