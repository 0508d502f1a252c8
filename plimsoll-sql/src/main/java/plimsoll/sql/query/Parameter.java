package plimsoll.sql.query;

import java.util.Locale;

/** What a function takes at one place. Other types are cast where MySQL casts them. */
enum Parameter {
  /** Any value. */
  ANY,
  /** Values of one common type; all places of this kind in a call are cast to it. */
  SAME,
  TEXT,
  NUMBER,
  INTEGER,
  /** DATE or DATETIME. */
  MOMENT,
  CONDITION,
  /** {@code INTERVAL n unit}. */
  INTERVAL,
  /** An interval, or a number of days. */
  DAYS,
  /** A text constant: a unit or a format, looked at while the query is compiled. */
  CONSTANT;

  /** As signatures in docs and messages write it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
