package plimsoll.convert;

/** Rules by which text becomes typed values. */
public enum Conversions {
  /** Reference: docs/types.md, column StarRocks. */
  STARROCKS,
  /** Reference: docs/types.md, column OpenMLDB cluster. */
  OPENMLDB_CLUSTER
}
