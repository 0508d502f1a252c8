package plimsoll.sql.tree;

/**
 * {@code STOP JOB id}: it leaves nothing, unless it is over.
 *
 * @param at where the statement starts
 * @param id its number
 */
public record StopJob(Position at, long id) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.stopJob(this);
  }
}
