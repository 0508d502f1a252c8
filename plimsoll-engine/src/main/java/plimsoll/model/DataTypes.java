package plimsoll.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Types as text, with the field ids of nested ones: {@code ARRAY<7:INT>}, {@code MAP<8:DATE,
 * 9:STRUCT<10:a INT, 11:`b c` STRING>>}. {@link #parse} also reads what {@link DataType#sql()}
 * writes; statements have their own grammar.
 */
public final class DataTypes {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern FLAT =
      Pattern.compile("\\s*(\\w+)\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?\\s*");
  private static final Pattern ID = Pattern.compile("\\s*(\\d{1,9})\\s*:");
  private static final Pattern NAME =
      Pattern.compile("\\s*(?:([A-Za-z_][A-Za-z0-9_]*)|`((?:[^`]|``)+)`)\\s+");

  private final String text;
  private int at;

  private DataTypes(String text) {
    this.text = text;
  }

  /** A struct's field name as types write it: in backticks unless it is a plain word. */
  static String fieldName(String name) {
    return PLAIN.matcher(name).matches() ? name : "`" + name.replace("`", "``") + "`";
  }

  /** The type with all its field ids, for {@link #parse}. */
  public static String format(DataType type) {
    if (!type.isNested()) {
      return type.sql();
    }
    List<String> parts = new ArrayList<>();
    for (DataType.Part part : type.parts()) {
      String name = type instanceof DataType.Struct ? fieldName(part.name()) + " " : "";
      parts.add(part.fieldId() + ":" + name + format(part.type()));
    }
    String kind =
        type instanceof DataType.Array
            ? "ARRAY"
            : type instanceof DataType.MapOf ? "MAP" : "STRUCT";
    return kind + "<" + String.join(", ", parts) + ">";
  }

  /** The type with new field ids for all its parts, taken in the order they are written. */
  public static DataType numbered(DataType type, IntSupplier ids) {
    if (type instanceof DataType.Array array) {
      return new DataType.Array(numbered(array.element(), ids));
    }
    if (type instanceof DataType.MapOf map) {
      return new DataType.MapOf(numbered(map.key(), ids), numbered(map.value(), ids));
    }
    return type instanceof DataType.Struct struct
        ? new DataType.Struct(struct.fields().stream().map(part -> numbered(part, ids)).toList())
        : type;
  }

  private static DataType.Part numbered(DataType.Part part, IntSupplier ids) {
    int id = ids.getAsInt();
    return new DataType.Part(id, part.name(), numbered(part.type(), ids));
  }

  /** How deep types lie within each other, 1 for one that is not nested. */
  public static int depth(DataType type) {
    return 1 + type.parts().stream().mapToInt(part -> depth(part.type())).max().orElse(0);
  }

  /**
   * The type that this text names, in any case and spacing.
   *
   * @throws IllegalArgumentException when it names none, for example a type of a later version
   */
  public static DataType parse(String text) {
    DataTypes reader = new DataTypes(text);
    DataType type = reader.type(DataType.MAX_DEPTH);
    if (reader.at < text.length()) {
      throw unknown(text);
    }
    return type;
  }

  private DataType type(int depth) {
    Matcher form = FLAT.matcher(text).region(at, text.length());
    if (!form.lookingAt() || depth == 0) {
      throw unknown(text);
    }
    at = form.end();
    String name = form.group(1).toUpperCase(Locale.ROOT);
    if (at < text.length() && text.charAt(at) == '<' && form.group(2) == null) {
      at++;
      DataType nested = nested(name, depth - 1);
      expect('>');
      return nested;
    }
    return flat(name, form);
  }

  private DataType nested(String name, int depth) {
    return switch (name) {
      case "ARRAY" -> new DataType.Array(part("element", depth));
      case "MAP" -> {
        DataType.Part key = part("key", depth);
        expect(',');
        yield new DataType.MapOf(key, part("value", depth));
      }
      case "STRUCT" -> {
        List<DataType.Part> fields = new ArrayList<>();
        do {
          fields.add(part(null, depth));
        } while (accept(','));
        yield new DataType.Struct(fields);
      }
      default -> throw unknown(text);
    };
  }

  private DataType.Part part(@Nullable String name, int depth) {
    Matcher id = ID.matcher(text).region(at, text.length());
    int number = 0;
    if (id.lookingAt()) {
      number = Integer.parseInt(id.group(1));
      at = id.end();
    }
    return new DataType.Part(number, name == null ? name() : name, type(depth));
  }

  private String name() {
    Matcher name = NAME.matcher(text).region(at, text.length());
    if (!name.lookingAt()) {
      throw unknown(text);
    }
    at = name.end();
    return name.group(1) != null ? name.group(1) : name.group(2).replace("``", "`");
  }

  private boolean accept(char sign) {
    if (at < text.length() && text.charAt(at) == sign) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char sign) {
    if (!accept(sign)) {
      throw unknown(text);
    }
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private DataType flat(String name, Matcher form) {
    int given = form.group(2) == null ? 0 : form.group(3) == null ? 1 : 2;
    return switch (name) {
      case "DECIMAL" -> {
        check(given == 2);
        yield new DataType.Decimal(number(form, 2), number(form, 3));
      }
      case "VARCHAR", "CHAR" -> {
        check(given == 1);
        yield new DataType.Varchar(number(form, 2), name.equals("CHAR"));
      }
      case "VARBINARY" -> {
        check(given < 2);
        yield given == 0 ? DataType.Varbinary.ANY : new DataType.Varbinary(number(form, 2));
      }
      default -> {
        check(given == 0);
        yield scalar(name);
      }
    };
  }

  private DataType scalar(String name) {
    for (DataType.Scalar scalar : DataType.Scalar.values()) {
      if (scalar.name().equals(name)) {
        return scalar;
      }
    }
    throw unknown(text);
  }

  private static int number(Matcher form, int group) {
    return Integer.parseInt(form.group(group));
  }

  private void check(boolean fits) {
    if (!fits) {
      throw unknown(text);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException("No data type is written '" + text + "'.");
  }
}
