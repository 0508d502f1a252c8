package plimsoll.sql.tree;

/**
 * {@code SHOW JOBLOG id}: what happened to a job, in words.
 *
 * @param at where the statement starts
 * @param id its number
 */
public record ShowJobLog(Position at, long id) implements Statement {
  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.showJobLog(this);
  }
}
