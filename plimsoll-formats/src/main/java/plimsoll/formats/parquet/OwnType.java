package plimsoll.formats.parquet;

import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varbinary;
import plimsoll.model.DataType.Varchar;

/** The type that a column of a file says itself: the smallest one that has all its values. */
final class OwnType {
  private static final int UUID_CHARACTERS = 36;

  private OwnType() {}

  /** Null if no type of ours has them. */
  static @Nullable DataType of(PrimitiveType column, SourceType type) {
    return switch (type.kind()) {
      case BOOLEAN -> Scalar.BOOLEAN;
      case INTEGER -> integer(column, type);
      case DECIMAL -> decimal(column);
      case FLOAT -> Scalar.FLOAT;
      case DOUBLE -> Scalar.DOUBLE;
      case DATE -> Scalar.DATE;
      case TIMESTAMP -> Scalar.DATETIME;
      case TIME, TEXT -> Scalar.STRING;
      case JSON -> Scalar.JSON;
      case BINARY -> Varbinary.ANY;
      case UUID -> new Varchar(UUID_CHARACTERS, false);
      case OTHER -> null;
    };
  }

  private static DataType integer(PrimitiveType column, SourceType type) {
    int bits = type.physical() == PrimitiveTypeName.INT64 ? Long.SIZE : Integer.SIZE;
    if (column.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation integer) {
      bits = integer.getBitWidth();
    }
    return switch (type.unsigned() ? 2 * bits : bits) {
      case Byte.SIZE -> Scalar.TINYINT;
      case Short.SIZE -> Scalar.SMALLINT;
      case Integer.SIZE -> Scalar.INT;
      case Long.SIZE -> Scalar.BIGINT;
      default -> Scalar.LARGEINT;
    };
  }

  private static @Nullable DataType decimal(PrimitiveType column) {
    DecimalLogicalTypeAnnotation digits =
        (DecimalLogicalTypeAnnotation) column.getLogicalTypeAnnotation();
    int precision = digits.getPrecision();
    return precision <= Decimal.MAX_PRECISION && digits.getScale() <= precision
        ? new Decimal(precision, digits.getScale())
        : null;
  }
}
