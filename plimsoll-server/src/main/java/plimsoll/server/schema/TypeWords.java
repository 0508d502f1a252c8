package plimsoll.server.schema;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

/**
 * A type as clients of MySQL and StarRocks read it in {@code columns}.
 *
 * @param name MySQL's name; BOOLEAN is a tinyint
 * @param full the name with its length
 * @param characters longest text in bytes; null for what is no text
 * @param precision digits of a number; null for what is none
 * @param scale fraction digits of an exact number; null for what is none
 * @param fraction digits behind the seconds; null for what has no time
 * @param size StarRocks' COLUMN_SIZE; null for BOOLEAN, by which clients know it
 * @param digits StarRocks' DECIMAL_DIGITS; null for all but DECIMAL
 */
public record TypeWords(
    String name,
    String full,
    @Nullable Long characters,
    @Nullable Long precision,
    @Nullable Long scale,
    @Nullable Long fraction,
    @Nullable Long size,
    @Nullable Long digits) {

  private static final long MICROSECONDS = 6;

  /** The words for a type. */
  public static TypeWords of(DataType type) {
    if (type instanceof DataType.Decimal decimal) {
      long precision = decimal.precision();
      long scale = decimal.scale();
      String full = "decimal(" + precision + "," + scale + ")";
      return new TypeWords("decimal", full, null, precision, scale, null, precision, scale);
    }
    if (type instanceof DataType.Varchar text) {
      return text(text.fixed() ? "char" : "varchar", text.maxBytes());
    }
    if (type instanceof DataType.Varbinary bytes) {
      long most = Math.min(bytes.maxBytes(), DataType.Varbinary.MAX_BYTES);
      return text("varbinary", most);
    }
    return type instanceof Scalar scalar ? scalar(scalar) : nested(type);
  }

  /** The kind, and what it is made of. */
  private static TypeWords nested(DataType type) {
    String full = type.sql().toLowerCase(Locale.ROOT);
    return bare(full.substring(0, full.indexOf('<')), full);
  }

  private static TypeWords bare(String name, String full) {
    return new TypeWords(name, full, null, null, null, null, null, null);
  }

  private static TypeWords scalar(Scalar type) {
    return switch (type) {
      case BOOLEAN -> new TypeWords("tinyint", "tinyint(1)", null, 3L, 0L, null, null, null);
      case TINYINT -> integer("tinyint", 3);
      case SMALLINT -> integer("smallint", 5);
      case INT -> integer("int", 10);
      case BIGINT -> integer("bigint", 19);
      case FLOAT -> new TypeWords("float", "float", null, 7L, null, null, 7L, null);
      case DOUBLE -> new TypeWords("double", "double", null, 15L, null, null, 15L, null);
      case DATE -> new TypeWords("date", "date", null, null, null, null, 10L, null);
      case DATETIME ->
          new TypeWords("datetime", "datetime", null, null, null, MICROSECONDS, 26L, null);
      case LARGEINT -> new TypeWords("bigint unsigned", "largeint", null, 38L, 0L, null, 38L, null);
      case JSON -> bare("json", "json");
      case STRING -> string();
    };
  }

  private static TypeWords integer(String name, long digits) {
    return new TypeWords(name, name, null, digits, 0L, null, digits, null);
  }

  private static TypeWords text(String name, long bytes) {
    return new TypeWords(name, name + "(" + bytes + ")", bytes, null, null, null, bytes, null);
  }

  private static TypeWords string() {
    return text("varchar", DataType.Varchar.MAX_BYTES);
  }
}
