package plimsoll.model;

/**
 * What doing an {@link OnlineChange} came to.
 *
 * @param change it
 * @param unselected rows of a LOAD that were left out because equal ones were there; rows that a
 *     DELETE removed
 */
public record OnlineDone(OnlineChange change, long unselected) {
  /** Rows that the load's record counts as loaded before, and that were not. */
  public long notLoaded() {
    return change.kind() == OnlineChange.Kind.LOAD ? unselected : 0;
  }
}
