package plimsoll.sql.query;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlWriter;

/**
 * DuckDB SQL with places for operands: {@code $1} to {@code $9}, {@code $*} for all with commas,
 * {@code $|} for all joined by {@code ||}, {@code $?} for "any is NULL", {@code $D} for DISTINCT if
 * it was written. Operands stand alone: a template that makes them sides of an operator writes the
 * parentheses.
 */
final class Template {
  private static final Pattern PLACE = Pattern.compile("\\$([1-9*|?D])");

  private Template() {}

  static void write(String template, SqlWriter writer, List<SqlNode> operands, boolean distinct) {
    Matcher place = PLACE.matcher(template);
    int from = 0;
    while (place.find()) {
      print(writer, template.substring(from, place.start()));
      from = place.end();
      switch (place.group(1)) {
        case "*" -> all(writer, operands, "", ", ", "");
        case "|" -> all(writer, operands, "(", ") || (", ")");
        case "?" -> all(writer, operands, "(", ") IS NULL OR (", ") IS NULL");
        case "D" -> print(writer, distinct ? "DISTINCT " : "");
        default -> operand(writer, operands.get(Integer.parseInt(place.group(1)) - 1));
      }
    }
    print(writer, template.substring(from));
  }

  private static void all(
      SqlWriter writer, List<SqlNode> operands, String start, String between, String end) {
    print(writer, start);
    for (int i = 0; i < operands.size(); i++) {
      print(writer, i == 0 ? "" : between);
      operand(writer, operands.get(i));
    }
    print(writer, end);
  }

  static void operand(SqlWriter writer, SqlNode operand) {
    writer.setNeedWhitespace(false);
    operand.unparse(writer, 0, 0);
    writer.setNeedWhitespace(false);
  }

  static void print(SqlWriter writer, String text) {
    if (!text.isEmpty()) {
      writer.print(text);
      writer.setNeedWhitespace(false);
    }
  }
}
