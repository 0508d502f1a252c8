package plimsoll.model;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import plimsoll.error.ErrorCode;

/** Which names databases and tables may have. */
public final class ObjectNames {
  private static final int LONGEST = 256;
  private static final Pattern FORM =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$-]*", Pattern.UNICODE_CHARACTER_CLASS);

  /** Names that mean something else to clients or to the query engine. */
  private static final Set<String> RESERVED =
      Set.of("information_schema", "pg_catalog", "sys", "system", "_statistics_");

  private ObjectNames() {}

  /** BAD_NAME if a database may not be called that. */
  public static void checkDatabase(String name) {
    if (RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
      throw ErrorCode.BAD_NAME.with(name, "database", "it is reserved");
    }
    check(name, "database");
  }

  /** BAD_NAME if a table may not be called that. */
  public static void checkTable(String name) {
    check(name, "table");
  }

  private static void check(String name, String what) {
    if (name.length() > LONGEST) {
      throw ErrorCode.BAD_NAME.with(
          name.substring(0, 64) + "...", what, "it is longer than " + LONGEST + " characters");
    }
    if (!FORM.matcher(name).matches()) {
      throw ErrorCode.BAD_NAME.with(
          name, what, "it must start with a letter or _ and go on with letters, digits, _, $ or -");
    }
  }
}
