package plimsoll.sql.query;

import java.util.List;

/** A function as the list in docs/functions.md shows it. */
interface Documented {
  /** Its names, the first one first. */
  List<String> names();

  /** How it is called, for example {@code LEFT(text, integer)}. */
  String signature();

  /** What it gives, in one sentence. */
  String help();
}
