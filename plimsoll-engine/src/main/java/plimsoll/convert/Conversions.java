package plimsoll.convert;

/** Rules by which text becomes typed values. */
public enum Conversions {
  /** Reference: docs/types.md, column StarRocks. */
  STARROCKS,
  /** Reference: docs/types.md, column OpenMLDB cluster. */
  OPENMLDB_CLUSTER,
  /**
   * Reference: docs/types.md, column OpenMLDB local: as cluster, but no sign {@code +}, no time in
   * DATE, years from 1900 on, and DATETIME as milliseconds only.
   */
  OPENMLDB_LOCAL,
  /**
   * For types that are guesses: only text that the type holds as it is. No fraction is cut, no time
   * part or digit dropped, and a number with a leading zero or plus sign is a code.
   */
  EXACT
}
