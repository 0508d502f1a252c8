package plimsoll.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

/** Our types as DuckDB writes them, and back. */
final class DuckTypes {
  private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");

  /** Digits of the largest unsigned 64-bit number. */
  private static final int UBIGINT_DIGITS = 20;

  private DuckTypes() {}

  /** DuckDB's name of a type. Text has no length limit there. */
  static String sql(DataType type) {
    if (type instanceof DataType.Decimal decimal) {
      return "DECIMAL(" + decimal.precision() + "," + decimal.scale() + ")";
    }
    if (type.isNested()) {
      return nested(type, DuckTypes::sql);
    }
    if (type instanceof DataType.Varbinary) {
      return "BLOB";
    }
    return type instanceof Scalar scalar ? sql(scalar) : "VARCHAR";
  }

  /**
   * A nested type with its days and times as text: the driver makes java.sql.Date and Timestamp of
   * them, which lack days of the year 1582 and count in the time zone of the JVM.
   */
  static String wire(DataType type) {
    if (type.isNested()) {
      return nested(type, DuckTypes::wire);
    }
    return isTime(type) ? "VARCHAR" : sql(type);
  }

  /** Whether {@link #wire} differs from the type itself. */
  static boolean hasTimes(DataType type) {
    return type.parts().stream().anyMatch(part -> isTime(part.type()) || hasTimes(part.type()));
  }

  private static boolean isTime(DataType type) {
    return type == Scalar.DATE || type == Scalar.DATETIME;
  }

  private static String nested(DataType type, Function<DataType, String> name) {
    List<String> parts = type.parts().stream().map(part -> name.apply(part.type())).toList();
    if (type instanceof DataType.Array) {
      return parts.get(0) + "[]";
    }
    if (type instanceof DataType.MapOf) {
      return "MAP(" + parts.get(0) + ", " + parts.get(1) + ")";
    }
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      fields.add(DuckSql.name(type.parts().get(i).name()) + " " + parts.get(i));
    }
    return "STRUCT(" + String.join(", ", fields) + ")";
  }

  private static String sql(Scalar type) {
    return switch (type) {
      case INT -> "INTEGER";
      case DATETIME -> "TIMESTAMP";
      case LARGEINT -> "DECIMAL(38,0)";
      case STRING, JSON -> "VARCHAR";
      case BOOLEAN, TINYINT, SMALLINT, BIGINT, FLOAT, DOUBLE, DATE -> type.name();
    };
  }

  /** The type of ours that holds every value of a DuckDB type; STRING where there is none. */
  static DataType of(String duckType) {
    if (duckType.endsWith("]") || duckType.startsWith("MAP(") || duckType.startsWith("STRUCT(")) {
      return new DuckTypeText(duckType).read();
    }
    Matcher decimal = DECIMAL.matcher(duckType);
    if (decimal.matches()) {
      return new DataType.Decimal(
          Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
    }
    return switch (duckType) {
      case "BOOLEAN" -> Scalar.BOOLEAN;
      case "TINYINT" -> Scalar.TINYINT;
      case "SMALLINT", "UTINYINT" -> Scalar.SMALLINT;
      case "INTEGER", "USMALLINT" -> Scalar.INT;
      case "BIGINT", "UINTEGER" -> Scalar.BIGINT;
      case "UBIGINT" -> new DataType.Decimal(UBIGINT_DIGITS, 0);
      case "HUGEINT", "UHUGEINT" -> new DataType.Decimal(DataType.Decimal.MAX_PRECISION, 0);
      case "FLOAT" -> Scalar.FLOAT;
      case "DOUBLE" -> Scalar.DOUBLE;
      case "DATE" -> Scalar.DATE;
      case "JSON" -> Scalar.JSON;
      case "BLOB" -> DataType.Varbinary.ANY;
      case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE" ->
          Scalar.DATETIME;
      default -> Scalar.STRING;
    };
  }
}
