package plimsoll.model;

import java.util.Locale;
import plimsoll.model.DataType.Scalar;

/**
 * For each kind of fault: what was expected, and the options that would accept it. Names are those
 * of the options of every front end.
 */
final class FaultHints {
  static final String UNCLOSED_QUOTE =
      "expected a closing quote before the end of the input; enclose='' reads quotes as text,"
          + " escape='' and quote_escape='' read escapes as text";
  static final String TEXT_AFTER_QUOTE =
      "expected a separator or the end of the row behind the closing quote; a quote inside quotes"
          + " is doubled, or behind the escape or quote_escape that is set; enclose='' reads quotes as"
          + " text, escape='' and quote_escape='' read escapes as text";
  static final String BAD_UTF8 =
      "expected UTF-8; encoding=latin1, gbk, shift_jis, ... reads other text";
  static final String NULL_VALUE =
      "expected a value, as the column is NOT NULL; null_value, null_word and empty_is_null say"
          + " what is read as NULL, bad_values=reject shows values that became NULL";

  private FaultHints() {}

  static String fieldCount(int expected, int found) {
    String fields = "expected " + expected + (expected == 1 ? " field" : " fields");
    if (found < expected) {
      return fields + "; short_rows=pad reads the missing ones as NULL";
    }
    return fields
        + "; a separator inside a field needs quotes (enclose); long_rows=drop leaves out those"
        + " behind the last";
  }

  static String badEncoding(String encoding) {
    return "expected text in the encoding " + encoding + "; encoding says another";
  }

  static String tooLong(Column column) {
    return "expected at most "
        + column.type().maxBytes()
        + " bytes; a wider column takes more: ALTER TABLE ... MODIFY COLUMN";
  }

  static String badValue(Column column, String value) {
    String expected = "expected " + expected(column.type());
    boolean largest =
        column.type() == Scalar.LARGEINT && value.chars().anyMatch(Character::isDigit);
    if (!column.nullable() || largest) { // a number too large is rejected whatever is said
      return expected;
    }
    return expected + "; " + asNull(value) + "bad_values=null loads NULL instead";
  }

  /** What looks like a word for NULL rather than a mistyped value. */
  private static String asNull(String value) {
    if (value.isBlank()) {
      return "empty_is_null=true or ";
    }
    boolean isWord = value.length() <= 10 && value.chars().noneMatch(Character::isDigit);
    return isWord && value.indexOf('\'') < 0 ? "null_word='" + value + "' or " : "";
  }

  private static String expected(DataType type) {
    if (type instanceof DataType.Decimal decimal) {
      return "digits with an optional point, at most "
          + (decimal.precision() - decimal.scale())
          + " before it";
    }
    return type instanceof Scalar scalar
        ? expected(scalar)
        : type.isNested() ? "JSON of the form " + type.sql() : type.sql();
  }

  private static String expected(Scalar type) {
    return switch (type) {
      case BOOLEAN -> "true or false";
      case TINYINT -> whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SMALLINT -> whole(Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BIGINT -> whole(Long.MIN_VALUE, Long.MAX_VALUE);
      case LARGEINT -> "a whole number of at most 38 digits";
      case FLOAT, DOUBLE -> "a number such as 12.5 or 1e-3";
      case DATE -> "a date such as 2024-01-31";
      case DATETIME -> "a date and a time such as 2024-01-31 12:30:00";
      case JSON -> "JSON";
      case STRING -> "text";
    };
  }

  private static String whole(long least, long most) {
    return String.format(Locale.ROOT, "a whole number from %d to %d", least, most);
  }
}
