package plimsoll.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text that {@link DataType#sql()} writes; statements have their own grammar. */
public final class DataTypes {
  private static final Pattern FORM =
      Pattern.compile("\\s*(\\w+)\\s*(?:\\(\\s*(\\d{1,9})\\s*(?:,\\s*(\\d{1,9})\\s*)?\\))?\\s*");

  private DataTypes() {}

  /**
   * The type that this text names, in any case and spacing.
   *
   * @throws IllegalArgumentException when it names none, for example a type of a later version
   */
  public static DataType parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw unknown(text);
    }
    String name = form.group(1).toUpperCase(Locale.ROOT);
    int given = form.group(2) == null ? 0 : form.group(3) == null ? 1 : 2;
    return switch (name) {
      case "DECIMAL" -> {
        check(given == 2, text);
        yield new DataType.Decimal(number(form, 2), number(form, 3));
      }
      case "VARCHAR", "CHAR" -> {
        check(given == 1, text);
        yield new DataType.Varchar(number(form, 2), name.equals("CHAR"));
      }
      case "VARBINARY" -> {
        check(given < 2, text);
        yield given == 0 ? DataType.Varbinary.ANY : new DataType.Varbinary(number(form, 2));
      }
      default -> {
        check(given == 0, text);
        yield scalar(name, text);
      }
    };
  }

  private static DataType scalar(String name, String text) {
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

  private static void check(boolean fits, String text) {
    if (!fits) {
      throw unknown(text);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException("No data type is written '" + text + "'.");
  }
}
