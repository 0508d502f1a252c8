package plimsoll.query;

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
    if (type instanceof DataType.Varbinary) {
      return "BLOB";
    }
    return type instanceof Scalar scalar ? sql(scalar) : "VARCHAR";
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
