package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;

/** Result types of functions. */
final class Result {
  static final SqlReturnTypeInference TEXT = nullIfNull(Result::text);
  static final SqlReturnTypeInference BOOLEAN = nullIfNull(of(SqlTypeName.BOOLEAN));
  static final SqlReturnTypeInference INT = nullIfNull(of(SqlTypeName.INTEGER));
  static final SqlReturnTypeInference BIGINT = nullIfNull(of(SqlTypeName.BIGINT));
  static final SqlReturnTypeInference DOUBLE = nullIfNull(of(SqlTypeName.DOUBLE));
  static final SqlReturnTypeInference DATE = nullIfNull(of(SqlTypeName.DATE));
  static final SqlReturnTypeInference DATETIME = nullIfNull(Result::datetime);

  static final SqlReturnTypeInference BINARY = nullIfNull(of(SqlTypeName.VARBINARY));

  /** The type of the first operand. */
  static final SqlReturnTypeInference FIRST = nullIfNull(call -> call.getOperandType(0));

  /** The common type of all operands. */
  static final SqlReturnTypeInference COMMON = Result::common;

  private Result() {}

  /** May be NULL even if no operand is. */
  static SqlReturnTypeInference orNull(SqlReturnTypeInference type) {
    return call -> nullable(call, inferred(type, call), true);
  }

  /** Is never NULL. */
  static SqlReturnTypeInference notNull(SqlReturnTypeInference type) {
    return call -> nullable(call, inferred(type, call), false);
  }

  /** The common type of the operands from a place on. */
  static SqlReturnTypeInference commonFrom(int first) {
    return call -> Parameters.common(types(call, first), call.getTypeFactory());
  }

  static RelDataType datetime(SqlOperatorBinding call) {
    return call.getTypeFactory().createSqlType(SqlTypeName.TIMESTAMP, Types.MICROSECONDS);
  }

  static RelDataType nullable(SqlOperatorBinding call, RelDataType type, boolean nullable) {
    return call.getTypeFactory().createTypeWithNullability(type, nullable);
  }

  static boolean anyNullable(SqlOperatorBinding call) {
    return call.collectOperandTypes().stream()
        .anyMatch(type -> type.isNullable() || Types.isUnknown(type));
  }

  static RelDataType inferred(SqlReturnTypeInference type, SqlOperatorBinding call) {
    RelDataType found = type.inferReturnType(call);
    return found == null ? text(call) : found;
  }

  private static RelDataType common(SqlOperatorBinding call) {
    return Parameters.common(types(call, 0), call.getTypeFactory());
  }

  private static List<RelDataType> types(SqlOperatorBinding call, int first) {
    List<RelDataType> types = new ArrayList<>(call.collectOperandTypes());
    return types.subList(first, types.size());
  }

  private static SqlReturnTypeInference nullIfNull(SqlReturnTypeInference type) {
    return call -> nullable(call, inferred(type, call), anyNullable(call));
  }

  private static SqlReturnTypeInference of(SqlTypeName name) {
    return ReturnTypes.explicit(name);
  }

  private static RelDataType text(SqlOperatorBinding call) {
    RelDataTypeFactory factory = call.getTypeFactory();
    return Types.text(factory);
  }
}
