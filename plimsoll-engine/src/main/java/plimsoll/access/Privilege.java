package plimsoll.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What may be done. Source of the words: StarRocks, where it has them. */
public enum Privilege {
  /** Read rows. */
  SELECT(true),
  /** Add rows: every way of loading, and seeing and cancelling loads of the table. */
  INSERT(true),
  /** Remove rows: TRUNCATE, DELETE. */
  DELETE(true),
  /** Change a table's or database's definition. */
  ALTER(true),
  /** Drop tables, databases. */
  DROP(true),
  /** Create tables in a database; granted on everything, also databases. */
  CREATE(true),
  /** Read files of the server through SQL. */
  FILE(false),
  /** Change how the server works: global variables, other users' connections and loads. */
  OPERATE(false),
  /** Everything, users and grants included. */
  ADMIN(false);

  private final boolean ofData;

  Privilege(boolean ofData) {
    this.ofData = ofData;
  }

  /** Whether it is about databases and tables; the others are about the server as a whole. */
  public boolean ofData() {
    return ofData;
  }

  /** Those that {@code ALL} stands for in a scope. */
  public static List<Privilege> all(Scope scope) {
    return scope.equals(Scope.GLOBAL)
        ? List.of(ADMIN)
        : Arrays.stream(values()).filter(Privilege::ofData).toList();
  }

  /** The privilege of that name, in any case. */
  public static Optional<Privilege> named(String text) {
    String wanted = text.toUpperCase(Locale.ROOT);
    return Arrays.stream(values()).filter(known -> known.name().equals(wanted)).findFirst();
  }
}
