package plimsoll.model;

/** Transaction states of a load, in StarRocks' words. */
public enum LoadState {
  /** No load has this label; reported, never stored. */
  UNKNOWN,
  /** Begun; rows may be arriving. */
  PREPARE,
  /** Staged files are complete and durable; not visible. */
  PREPARED,
  /** Decided; will become visible. */
  COMMITTED,
  /** Readable; final. */
  VISIBLE,
  /** Rolled back; final; the label is free. */
  ABORTED;

  /** Whether the rows are there for good. */
  public boolean succeeded() {
    return this == COMMITTED || this == VISIBLE;
  }
}
