package plimsoll.model;

/** What happens to a row with a value that does not convert. */
public enum BadValuePolicy {
  /** The value becomes NULL and is counted (StarRocks non-strict, OpenMLDB cluster). */
  NULLIFY,
  /** The row is filtered (strict). */
  REJECT,
  /** The load stops and keeps nothing (OpenMLDB local). */
  ABORT
}
