package plimsoll.formats.parquet;

import static plimsoll.convert.Conversions.OPENMLDB_CLUSTER;
import static plimsoll.convert.Conversions.OPENMLDB_LOCAL;

import java.time.ZoneId;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import plimsoll.formats.parquet.SourceType.Kind;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;

/**
 * Which type of a file goes into which type of a table, and how: docs/formats/parquet.md has the
 * table.
 *
 * @param rules by which text becomes values
 * @param zone where instants are brought to
 */
record Conversions(plimsoll.convert.Conversions rules, ZoneId zone) {
  /** The way from one to the other; null if there is none. */
  @Nullable Conversion find(SourceType from, Column column) {
    DataType to = column.type();
    return switch (from.kind()) {
      case TEXT, JSON, BINARY -> ofBytes(from, column);
      case UUID -> ofUuid(from, column);
      case BOOLEAN, INTEGER -> ofInteger(from, column);
      case DECIMAL -> ofDecimal(from, column);
      case FLOAT, DOUBLE -> ofFloating(from, column);
      case DATE ->
          to == Scalar.DATE || to == Scalar.DATETIME ? ofTime(from, column) : text(from, column);
      case TIMESTAMP ->
          to == Scalar.DATE || to == Scalar.DATETIME ? ofTime(from, column) : text(from, column);
      case TIME -> text(from, column);
      case OTHER -> null;
    };
  }

  private @Nullable Conversion ofBytes(SourceType from, Column column) {
    DataType to = column.type();
    if (to.isText()) {
      return new TextConversion(from, column, true);
    }
    if (to instanceof DataType.Varbinary) {
      return new TextConversion(from, column, false);
    }
    return from.kind() != Kind.BINARY || to == Scalar.JSON
        ? new ThroughText(from, column, this)
        : null;
  }

  private @Nullable Conversion ofUuid(SourceType from, Column column) {
    return column.type() instanceof DataType.Varbinary
        ? new TextConversion(from, column, false)
        : text(from, column);
  }

  /** Text and JSON take the text of anything. */
  private @Nullable Conversion text(SourceType from, Column column) {
    if (column.type().isText()) {
      return new IntoText(from, column);
    }
    return column.type() == Scalar.JSON && from.isBare()
        ? new ThroughText(from, column, this)
        : null;
  }

  private @Nullable Conversion ofInteger(SourceType from, Column column) {
    DataType to = column.type();
    if (to instanceof Decimal || to == Scalar.LARGEINT) {
      return from.kind() == Kind.BOOLEAN ? null : new DecimalConversion(from, column);
    }
    if (!(to instanceof Scalar scalar)) {
      return text(from, column);
    }
    return switch (scalar) {
      case BOOLEAN -> new IntegerConversions.ToBoolean(from, column);
      case TINYINT, SMALLINT, INT -> new IntegerConversions.ToInt(from, column);
      case BIGINT -> new IntegerConversions.ToLong(from, column);
      case FLOAT, DOUBLE ->
          from.kind() == Kind.BOOLEAN ? null : new IntegerConversions.ToFloating(from, column);
      case DATETIME ->
          isMillis(rules) && from.physical() == PrimitiveTypeName.INT64
              ? new TimeConversions.OfMillis(from, column)
              : null;
      default -> text(from, column);
    };
  }

  /** Whether whole numbers are times by those rules. */
  static boolean isMillis(plimsoll.convert.Conversions rules) {
    return rules == OPENMLDB_CLUSTER || rules == OPENMLDB_LOCAL;
  }

  private @Nullable Conversion ofDecimal(SourceType from, Column column) {
    DataType to = column.type();
    if (to instanceof Decimal || to == Scalar.LARGEINT) {
      return new DecimalConversion(from, column);
    }
    if (!(to instanceof Scalar scalar)) {
      return text(from, column);
    }
    return switch (scalar) {
      case TINYINT, SMALLINT, INT, BIGINT -> new DecimalConversion(from, column);
      case FLOAT, DOUBLE -> new ThroughText(from, column, this);
      default -> text(from, column);
    };
  }

  private @Nullable Conversion ofFloating(SourceType from, Column column) {
    DataType to = column.type();
    if (to instanceof Decimal) {
      return new ThroughText(from, column, this);
    }
    if (!(to instanceof Scalar scalar)) {
      return text(from, column);
    }
    return switch (scalar) {
      case FLOAT, DOUBLE -> new FloatingConversion(from, column);
      case TINYINT, SMALLINT, INT, BIGINT, LARGEINT -> new FloatingToWhole(from, column);
      default -> text(from, column);
    };
  }

  private Conversion ofTime(SourceType from, Column column) {
    return new TimeConversions.OfTime(from, column, zone);
  }
}
