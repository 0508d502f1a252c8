package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;

/**
 * A function's parameters, written like {@code "text, integer, [text]"} or {@code "text, any..."}.
 * Checking a call also casts its operands in place.
 */
final class Parameters implements SqlOperandTypeChecker {
  private final String signature;
  private final List<Parameter> kinds = new ArrayList<>();
  private final int least;
  private final boolean repeats;

  Parameters(String signature) {
    this.signature = signature;
    this.repeats = signature.endsWith("...");
    int optional = 0;
    for (String part : signature.isEmpty() ? new String[0] : signature.split(", ", -1)) {
      optional += part.startsWith("[") ? 1 : 0;
      String word = part.replaceAll("[\\[\\].]", "");
      kinds.add(Parameter.valueOf(word.toUpperCase(Locale.ROOT)));
    }
    this.least = kinds.size() - optional;
  }

  /** As written. */
  String signature() {
    return signature;
  }

  @Override
  public SqlOperandCountRange getOperandCountRange() {
    return repeats
        ? SqlOperandCountRanges.from(least)
        : SqlOperandCountRanges.between(least, kinds.size());
  }

  @Override
  public String getAllowedSignatures(SqlOperator operator, String name) {
    return name.toUpperCase(Locale.ROOT) + "(" + signature + ")";
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
    for (int i = 0; i < call.getOperandCount(); i++) {
      if (kind(i) != Parameter.SAME) {
        take(call, i);
      }
    }
    castAlike(call);
    return true;
  }

  private Parameter kind(int i) {
    return kinds.get(Math.min(i, kinds.size() - 1));
  }

  // ---- one operand

  private void take(SqlCallBinding call, int i) {
    RelDataType type = call.getOperandType(i);
    RelDataTypeFactory factory = call.getTypeFactory();
    RelDataType wanted =
        switch (kind(i)) {
          case TEXT -> Types.isText(type) ? null : Types.text(factory);
          case NUMBER -> number(type, factory);
          case INTEGER -> Types.isInteger(type) ? null : factory.createSqlType(SqlTypeName.BIGINT);
          case MOMENT ->
              Types.isMoment(type) ? null : factory.createSqlType(SqlTypeName.TIMESTAMP, 6);
          case CONDITION -> isBoolean(type) ? null : factory.createSqlType(SqlTypeName.BOOLEAN);
          case DAYS ->
              Types.isInterval(type) || Types.isInteger(type)
                  ? null
                  : factory.createSqlType(SqlTypeName.BIGINT);
          case INTERVAL, CONSTANT, ANY, SAME -> null;
        };
    refuseMixed(call, i, type);
    if (wanted != null && isBoolean(type) && kind(i) == Parameter.TEXT) {
      cast(call, i, factory.createSqlType(SqlTypeName.TINYINT)); // MySQL's booleans are 1 and 0
    }
    if (wanted != null) {
      cast(call, i, wanted);
    }
  }

  private static @Nullable RelDataType number(RelDataType type, RelDataTypeFactory factory) {
    if (SqlTypeUtil.isNumeric(type)) {
      return null;
    }
    return factory.createSqlType(isBoolean(type) ? SqlTypeName.INTEGER : SqlTypeName.DOUBLE);
  }

  private void refuseMixed(SqlCallBinding call, int i, RelDataType type) {
    boolean wrong =
        switch (kind(i)) {
          case INTERVAL -> !Types.isInterval(type);
          case CONSTANT -> !(call.operand(i) instanceof SqlLiteral) || !Types.isText(type);
          case DAYS -> Types.isMoment(type);
          case NUMBER, INTEGER, CONDITION -> Types.isInterval(type) || Types.isMoment(type);
          case MOMENT -> !Types.isMoment(type) && !Types.isText(type) && !Types.isUnknown(type);
          case TEXT, ANY, SAME -> Types.isInterval(type);
        };
    if (wrong) {
      String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
      throw new MisuseException(
          call.operand(i).getParserPosition(),
          ErrorCode.BAD_OPERAND.with(
              name, i + 1, kind(i).word(), describe(type), name + "(" + signature + ")"));
    }
  }

  private static String describe(RelDataType type) {
    return Types.isInterval(type) ? "an interval" : Types.toOurs(type).sql();
  }

  private static boolean isBoolean(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.BOOLEAN;
  }

  // ---- operands that must be alike

  private void castAlike(SqlCallBinding call) {
    List<RelDataType> types = new ArrayList<>();
    for (int i = 0; i < call.getOperandCount(); i++) {
      if (kind(i) == Parameter.SAME) {
        types.add(call.getOperandType(i));
      }
    }
    if (types.isEmpty()) {
      return;
    }
    RelDataType common = common(types, call.getTypeFactory());
    for (int i = 0; i < call.getOperandCount(); i++) {
      if (kind(i) == Parameter.SAME && !isLike(call.getOperandType(i), common)) {
        cast(call, i, common);
      }
    }
  }

  /** The type that holds all; text when they have nothing in common, as in MySQL. */
  static RelDataType common(List<RelDataType> types, RelDataTypeFactory factory) {
    RelDataType common = factory.leastRestrictive(types);
    if (common == null || Types.isText(common)) {
      boolean nullable = types.stream().anyMatch(RelDataType::isNullable);
      return factory.createTypeWithNullability(Types.text(factory), nullable);
    }
    return common;
  }

  private static boolean isLike(RelDataType type, RelDataType common) {
    return type.getSqlTypeName() == common.getSqlTypeName()
        || Types.isUnknown(type)
        || (Types.isText(type) && Types.isText(common));
  }

  static void cast(SqlCallBinding call, int i, RelDataType type) {
    SqlNode operand = call.getCall().operand(i);
    call.getCall().setOperand(i, cast(operand, type));
  }

  static SqlNode cast(SqlNode operand, RelDataType type) {
    return SqlStdOperatorTable.CAST.createCall(
        operand.getParserPosition(), operand, SqlTypeUtil.convertTypeToSpec(type));
  }
}
