package plimsoll.model;

/** How a load came in; StarRocks' job types. */
public enum LoadKind {
  STREAM,
  INSERT,
  /** {@code LOAD DATA INFILE}. */
  LOAD_DATA,
  /** {@code plimsoll load}. */
  CLI,
  /** {@code TRUNCATE TABLE}: a commit without rows. */
  TRUNCATE,
  /** {@code DELETE}: its deleted rows are counted as unselected. */
  DELETE,
  /** {@code ALTER TABLE … ADD offline_path}: a commit without rows. */
  ALTER,
  /** {@code REPLAY REJECTS}: rows that another load filtered. */
  REPLAY
}
