package plimsoll.convert;

/** How OpenMLDB's times are written. */
public enum TimeForm {
  /** One value as whole milliseconds, another as text. */
  EITHER,
  /** Whole milliseconds since 1970-01-01 00:00:00 UTC. */
  MILLISECONDS,
  /** Dates, with a time or without. */
  TEXT
}
