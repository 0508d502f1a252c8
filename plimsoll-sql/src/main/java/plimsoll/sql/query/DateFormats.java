package plimsoll.sql.query;

import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWriter;
import plimsoll.error.ErrorCode;

/**
 * MySQL's format letters in DuckDB's. Formats are constants, so they are turned while compiling.
 */
final class DateFormats {
  /** StarRocks takes these three as well. */
  private static final Map<String, String> WHOLE =
      Map.of(
          "yyyyMMdd", "%Y%m%d",
          "yyyy-MM-dd", "%Y-%m-%d",
          "yyyy-MM-dd HH:mm:ss", "%Y-%m-%d %H:%M:%S");

  private static final Map<Character, String> LETTERS =
      Map.ofEntries(
          Map.entry('%', "%%"),
          Map.entry('a', "%a"),
          Map.entry('b', "%b"),
          Map.entry('c', "%-m"),
          Map.entry('d', "%d"),
          Map.entry('e', "%-d"),
          Map.entry('f', "%f"),
          Map.entry('H', "%H"),
          Map.entry('h', "%I"),
          Map.entry('I', "%I"),
          Map.entry('i', "%M"),
          Map.entry('j', "%j"),
          Map.entry('k', "%-H"),
          Map.entry('l', "%-I"),
          Map.entry('M', "%B"),
          Map.entry('m', "%m"),
          Map.entry('p', "%p"),
          Map.entry('r', "%I:%M:%S %p"),
          Map.entry('S', "%S"),
          Map.entry('s', "%S"),
          Map.entry('T', "%H:%M:%S"),
          Map.entry('U', "%U"),
          Map.entry('v', "%V"),
          Map.entry('W', "%A"),
          Map.entry('w', "%w"),
          Map.entry('x', "%G"),
          Map.entry('Y', "%Y"),
          Map.entry('y', "%y"));

  /** Letters of MySQL that DuckDB has no word for. */
  private static final String UNKNOWN = "DuVX";

  private static final String TIME_LETTERS = "fHhIiklprSsT";

  private DateFormats() {}

  static void format(SqlWriter writer, SqlCall call) {
    write(writer, call, "$1");
  }

  /** Writes a time in the format that is the call's second operand. */
  static void write(SqlWriter writer, SqlCall call, String time) {
    String format = quoted(toDuck(call));
    Template.write("strftime(" + time + ", " + format + ")", writer, call.getOperandList(), false);
  }

  static void parse(SqlWriter writer, SqlCall call) {
    String value = "try_strptime($1, " + quoted(toDuck(call)) + ")";
    boolean time = hasTime(DateFunctions.constant(call, 1));
    Template.write(
        time ? value : "CAST(" + value + " AS DATE)", writer, call.getOperandList(), false);
  }

  static RelDataType parsedType(SqlOperatorBinding call) {
    String format = String.valueOf(call.getOperandLiteralValue(1, String.class));
    return Result.inferred(Result.orNull(hasTime(format) ? Result.DATETIME : Result.DATE), call);
  }

  private static boolean hasTime(String format) {
    for (int i = 0; i + 1 < format.length(); i++) {
      if (format.charAt(i) == '%' && TIME_LETTERS.indexOf(format.charAt(++i)) >= 0) {
        return true;
      }
    }
    return WHOLE.containsKey(format) && format.contains("HH");
  }

  private static String toDuck(SqlCall call) {
    String format = DateFunctions.constant(call, 1);
    String whole = WHOLE.get(format);
    if (whole != null) {
      return whole;
    }
    StringBuilder duck = new StringBuilder();
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c == '%' && i + 1 < format.length()) {
        duck.append(letter(call, format.charAt(++i)));
      } else {
        duck.append(c == '%' ? "%%" : String.valueOf(c));
      }
    }
    return duck.toString();
  }

  private static String letter(SqlCall call, char letter) {
    if (UNKNOWN.indexOf(letter) >= 0) {
      throw new MisuseException(
          call.operand(1).getParserPosition(),
          ErrorCode.UNSUPPORTED.with("%" + letter + " in a date format", ""));
    }
    return LETTERS.getOrDefault(letter, String.valueOf(letter)); // MySQL: %x is x for other letters
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''").replace("$", "' || chr(36) || '") + "'";
  }
}
