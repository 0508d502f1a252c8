package plimsoll.query;

import java.util.ArrayList;
import java.util.List;
import plimsoll.model.DataType;

/** Reads DuckDB's text of a nested type, as in {@code MAP(INTEGER, STRUCT("a b" VARCHAR[]))}. */
final class DuckTypeText {
  private final String text;
  private int at;

  DuckTypeText(String text) {
    this.text = text;
  }

  /** The type; STRING for what is none of ours, such as a UNION. */
  DataType read() {
    DataType type = type();
    return at == text.length() ? type : DataType.Scalar.STRING;
  }

  private DataType type() {
    DataType type;
    if (accept("MAP(")) {
      DataType key = type();
      accept(", ");
      type = DataType.MapOf.of(key, type());
      accept(")");
    } else if (accept("STRUCT(")) {
      List<DataType.Part> fields = new ArrayList<>();
      do {
        String name = name();
        fields.add(new DataType.Part(0, name, type()));
      } while (accept(", "));
      accept(")");
      type = new DataType.Struct(fields);
    } else {
      type = DuckTypes.of(word());
    }
    while (at < text.length() && text.charAt(at) == '[') {
      at = text.indexOf(']', at) + 1;
      type = DataType.Array.of(type);
    }
    return type;
  }

  private boolean accept(String sign) {
    if (text.startsWith(sign, at)) {
      at += sign.length();
      return true;
    }
    return false;
  }

  /** A field's name, in quotes unless it is a plain word, and the blank behind it. */
  private String name() {
    if (!accept("\"")) {
      int end = text.indexOf(' ', at);
      String name = text.substring(at, end);
      at = end + 1;
      return name;
    }
    StringBuilder name = new StringBuilder();
    while (!accept("\" ")) {
      name.append(accept("\"\"") ? '"' : text.charAt(at++));
    }
    return name.toString();
  }

  /** A type that is not nested, with what stands in its own parentheses. */
  private String word() {
    int start = at;
    int depth = 0;
    while (at < text.length()) {
      char sign = text.charAt(at);
      if (depth == 0 && (sign == ',' || sign == ')' || sign == '[')) {
        break;
      }
      depth += sign == '(' ? 1 : sign == ')' ? -1 : 0;
      at++;
    }
    return text.substring(start, at);
  }
}
