package plimsoll.cli;

import plimsoll.error.ErrorCode;
import plimsoll.model.TableName;

/** Names on the command line: {@code db.table} and {@code db.label}. */
final class Names {
  private Names() {}

  static TableName table(String written) {
    String[] parts = split(written, "table");
    return new TableName(parts[0], parts[1]);
  }

  /** The table that is meant; without a name, one called like the file in database {@code main}. */
  static TableName target(String into, String file) {
    if (!into.isEmpty()) {
      return table(into);
    }
    String name = file.replaceAll(".*/", "").replaceAll("\\..*", "").replaceAll("\\W+", "_");
    if (name.isEmpty() || name.equals("_")) {
      throw ErrorCode.BAD_OPTION.with("Say where the rows go: --into database.table.");
    }
    return new TableName("main", name);
  }

  /** Database and label. */
  static String[] label(String written) {
    return split(written, "label");
  }

  private static String[] split(String written, String what) {
    int dot = written.indexOf('.');
    if (dot <= 0 || dot == written.length() - 1) {
      throw ErrorCode.BAD_NAME.with(written, what, "write it as database." + what);
    }
    return new String[] {written.substring(0, dot), written.substring(dot + 1)};
  }

  /** A name as SQL takes it whatever is in it. */
  static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /** A text as SQL takes it. */
  static String text(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}
