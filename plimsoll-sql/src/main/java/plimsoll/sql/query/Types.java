package plimsoll.sql.query;

import static java.util.Objects.requireNonNull;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.DelegatingTypeSystem;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeFieldImpl;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;

/** Our types in Calcite's words, and back. */
final class Types {
  /** Fraction digits of DATETIME. */
  static final int MICROSECONDS = 6;

  private Types() {}

  /** A factory for one compilation. */
  static RelDataTypeFactory factory() {
    return new SqlTypeFactoryImpl(SystemOfTypes.INSTANCE) {
      @Override
      public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
      }
    };
  }

  /** A table's row. */
  static RelDataType row(Schema schema, RelDataTypeFactory factory) {
    RelDataTypeFactory.Builder row = factory.builder();
    for (Column column : schema.columns()) {
      RelDataType type =
          factory.createTypeWithNullability(of(column.type(), factory), column.nullable());
      row.add(new RelDataTypeFieldImpl(column.name(), row.getFieldCount(), type));
    }
    return row.build();
  }

  /** One type, NOT NULL. Text has no length here: lengths are the load's check. */
  static RelDataType of(DataType type, RelDataTypeFactory factory) {
    if (type instanceof DataType.Decimal decimal) {
      return factory.createSqlType(SqlTypeName.DECIMAL, decimal.precision(), decimal.scale());
    }
    if (type.isNested()) {
      return nested(type, factory);
    }
    if (type instanceof DataType.Varbinary) {
      return factory.createSqlType(SqlTypeName.VARBINARY);
    }
    if (!(type instanceof Scalar scalar)) {
      return text(factory);
    }
    return switch (scalar) {
      case BOOLEAN -> factory.createSqlType(SqlTypeName.BOOLEAN);
      case TINYINT -> factory.createSqlType(SqlTypeName.TINYINT);
      case SMALLINT -> factory.createSqlType(SqlTypeName.SMALLINT);
      case INT -> factory.createSqlType(SqlTypeName.INTEGER);
      case BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
      case FLOAT -> factory.createSqlType(SqlTypeName.REAL);
      case DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
      case DATE -> factory.createSqlType(SqlTypeName.DATE);
      case DATETIME -> factory.createSqlType(SqlTypeName.TIMESTAMP, MICROSECONDS);
      case LARGEINT ->
          factory.createSqlType(SqlTypeName.DECIMAL, DataType.Decimal.MAX_PRECISION, 0);
      case STRING, JSON -> text(factory);
    };
  }

  private static RelDataType nested(DataType type, RelDataTypeFactory factory) {
    List<RelDataType> parts = new ArrayList<>();
    for (DataType.Part part : type.parts()) {
      parts.add(factory.createTypeWithNullability(of(part.type(), factory), true));
    }
    if (type instanceof DataType.Array) {
      return factory.createArrayType(parts.get(0), -1);
    }
    if (type instanceof DataType.MapOf) {
      return factory.createMapType(
          factory.createTypeWithNullability(parts.get(0), false), parts.get(1));
    }
    return factory.createStructType(parts, type.parts().stream().map(DataType.Part::name).toList());
  }

  private static DataType nestedToOurs(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY -> DataType.Array.of(toOurs(requireNonNull(type.getComponentType())));
      case MAP ->
          DataType.MapOf.of(
              toOurs(requireNonNull(type.getKeyType())),
              toOurs(requireNonNull(type.getValueType())));
      default ->
          new DataType.Struct(
              type.getFieldList().stream()
                  .map(field -> new DataType.Part(0, field.getName(), toOurs(field.getType())))
                  .toList());
    };
  }

  private static String nestedToDuck(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case ARRAY -> duck(requireNonNull(type.getComponentType())) + "[]";
      case MAP ->
          "MAP("
              + duck(requireNonNull(type.getKeyType()))
              + ", "
              + duck(requireNonNull(type.getValueType()))
              + ")";
      default ->
          type.getFieldList().stream()
              .map(field -> quoted(field.getName()) + " " + duck(field.getType()))
              .collect(Collectors.joining(", ", "STRUCT(", ")"));
    };
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  static RelDataType text(RelDataTypeFactory factory) {
    return factory.createSqlType(SqlTypeName.VARCHAR);
  }

  /** The type of ours for a result; text for what has no other. */
  static DataType toOurs(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN -> Scalar.BOOLEAN;
      case TINYINT -> Scalar.TINYINT;
      case SMALLINT -> Scalar.SMALLINT;
      case INTEGER -> Scalar.INT;
      case BIGINT -> Scalar.BIGINT;
      case REAL -> Scalar.FLOAT;
      case FLOAT, DOUBLE -> Scalar.DOUBLE;
      case DATE -> Scalar.DATE;
      case TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Scalar.DATETIME;
      case DECIMAL -> new DataType.Decimal(type.getPrecision(), Math.max(0, type.getScale()));
      case BINARY, VARBINARY -> DataType.Varbinary.ANY;
      case ARRAY, MAP, ROW -> nestedToOurs(type);
      default -> Scalar.STRING;
    };
  }

  /** Bytes as text and text as bytes, by UTF-8, where the other is wanted. */
  static String bytesOrText(String value, DataType from, DataType to) {
    boolean bytes = from instanceof DataType.Varbinary;
    if (to instanceof DataType.Varbinary) {
      return bytes ? value : "encode(CAST(" + value + " AS VARCHAR))";
    }
    return bytes && to.layout() == DataType.Layout.BYTES ? "decode(" + value + ")" : value;
  }

  /** A type as DuckDB writes it. */
  static String duck(RelDataType type) {
    return switch (type.getSqlTypeName()) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DATE -> type.getSqlTypeName().getName();
      case REAL -> "FLOAT";
      case FLOAT, DOUBLE -> "DOUBLE";
      case TIMESTAMP -> "TIMESTAMP";
      case DECIMAL -> "DECIMAL(" + type.getPrecision() + ", " + type.getScale() + ")";
      case BINARY, VARBINARY -> "BLOB";
      case ARRAY, MAP, ROW -> nestedToDuck(type);
      default -> "VARCHAR";
    };
  }

  static boolean isInteger(RelDataType type) {
    return SqlTypeUtil.isExactNumeric(type) && type.getSqlTypeName() != SqlTypeName.DECIMAL;
  }

  static boolean isMoment(RelDataType type) {
    return SqlTypeUtil.isDatetime(type);
  }

  static boolean isText(RelDataType type) {
    return SqlTypeUtil.isCharacter(type);
  }

  static boolean isInterval(RelDataType type) {
    return SqlTypeUtil.isInterval(type);
  }

  static boolean isUnknown(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.NULL
        || type.getSqlTypeName() == SqlTypeName.UNKNOWN
        || type.getSqlTypeName() == SqlTypeName.ANY;
  }

  /** 38 digits, sums that do not overflow early, averages as DOUBLE. */
  private static final class SystemOfTypes extends DelegatingTypeSystem {
    static final SystemOfTypes INSTANCE = new SystemOfTypes();

    private SystemOfTypes() {
      super(RelDataTypeSystem.DEFAULT);
    }

    @Override
    public int getMaxNumericPrecision() {
      return DataType.Decimal.MAX_PRECISION;
    }

    @Override
    public int getMaxNumericScale() {
      return DataType.Decimal.MAX_PRECISION;
    }

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
      return switch (typeName) {
        case DECIMAL -> DataType.Decimal.MAX_PRECISION;
        case TIMESTAMP, TIME -> MICROSECONDS;
        default -> super.getMaxPrecision(typeName);
      };
    }

    @Override
    public int getMaxScale(SqlTypeName typeName) {
      return typeName == SqlTypeName.DECIMAL
          ? DataType.Decimal.MAX_PRECISION
          : super.getMaxScale(typeName);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
      return typeName == SqlTypeName.TIMESTAMP ? MICROSECONDS : super.getDefaultPrecision(typeName);
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
      return true;
    }
  }
}
