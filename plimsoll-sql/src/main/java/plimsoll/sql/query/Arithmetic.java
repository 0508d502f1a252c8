package plimsoll.sql.query;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * {@code + - * / % DIV} as MySQL and StarRocks have them: whole numbers compute in BIGINT, {@code
 * /} gives DOUBLE, division by zero is NULL, text counts as DOUBLE, intervals move dates.
 */
final class Arithmetic extends SqlBinaryOperator {
  private static final int SUM = 40;
  private static final int PRODUCT = 60;

  static final Arithmetic PLUS = new Arithmetic("+", SqlKind.PLUS, SUM, Arithmetic::plusType);
  static final Arithmetic MINUS = new Arithmetic("-", SqlKind.MINUS, SUM, Arithmetic::plusType);
  static final Arithmetic TIMES =
      new Arithmetic("*", SqlKind.TIMES, PRODUCT, Arithmetic::timesType);
  static final Arithmetic DIVIDE =
      new Arithmetic("/", SqlKind.DIVIDE, PRODUCT, Result.orNull(Result.DOUBLE));
  static final Arithmetic MOD =
      new Arithmetic("%", SqlKind.MOD, PRODUCT, Result.orNull(Result.COMMON));
  static final Arithmetic DIV =
      new Arithmetic("DIV", SqlKind.OTHER, PRODUCT, Result.orNull(Result.BIGINT));

  private static final Arithmetic DIV_INTEGERS =
      new Arithmetic("DIV", SqlKind.OTHER_FUNCTION, PRODUCT, Result.orNull(Result.BIGINT));

  private Arithmetic(String name, SqlKind kind, int precedence, SqlReturnTypeInference result) {
    super(
        name,
        kind,
        precedence,
        true,
        result,
        InferTypes.FIRST_KNOWN,
        new Parameters("number, number"));
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding call, boolean throwOnFailure) {
    if (isShift(call)) {
      return true;
    }
    boolean fine = super.checkOperandTypes(call, throwOnFailure);
    if (kind == SqlKind.PLUS || kind == SqlKind.MINUS || kind == SqlKind.TIMES) {
      widen(call);
    }
    if (kind == SqlKind.OTHER
        && Types.isInteger(call.getOperandType(0))
        && Types.isInteger(call.getOperandType(1))
        && call.getCall() instanceof SqlBasicCall basic) {
      basic.setOperator(DIV_INTEGERS); // exact where a division in DOUBLE would round
    }
    return fine;
  }

  /** {@code date + INTERVAL 1 DAY} becomes a call of DATE_ADD. */
  private boolean isShift(SqlCallBinding call) {
    boolean plus = kind == SqlKind.PLUS;
    if ((!plus && kind != SqlKind.MINUS) || !(call.getCall() instanceof SqlBasicCall basic)) {
      return false;
    }
    if (plus && Types.isInterval(call.getOperandType(0))) {
      SqlNode interval = basic.operand(0);
      basic.setOperand(0, basic.operand(1));
      basic.setOperand(1, interval);
      return isShift(new SqlCallBinding(call.getValidator(), call.getScope(), basic));
    }
    if (!Types.isInterval(call.getOperandType(1))) {
      return false;
    }
    Function shift = plus ? DateFunctions.ADD : DateFunctions.SUBTRACT;
    new Parameters("moment, interval").checkOperandTypes(call, true);
    basic.setOperator(shift);
    return true;
  }

  private static void widen(SqlCallBinding call) {
    RelDataTypeFactory factory = call.getTypeFactory();
    RelDataType left = call.getOperandType(0);
    RelDataType right = call.getOperandType(1);
    if (Types.isInteger(left) && Types.isInteger(right)) {
      if (!isBig(left) && !isBig(right)) {
        Parameters.cast(call, 0, factory.createSqlType(SqlTypeName.BIGINT));
      }
    } else if (left.getSqlTypeName() == SqlTypeName.REAL) {
      Parameters.cast(call, 0, factory.createSqlType(SqlTypeName.DOUBLE));
    } else if (right.getSqlTypeName() == SqlTypeName.REAL) {
      Parameters.cast(call, 1, factory.createSqlType(SqlTypeName.DOUBLE));
    }
  }

  private static boolean isBig(RelDataType type) {
    return type.getSqlTypeName() == SqlTypeName.BIGINT;
  }

  private static RelDataType plusType(SqlOperatorBinding call) {
    if (Types.isInterval(call.getOperandType(1))) {
      return Result.inferred(DateFunctions.ADD.getReturnTypeInference(), call);
    }
    RelDataTypeFactory factory = call.getTypeFactory();
    return type(
        call,
        factory
            .getTypeSystem()
            .deriveDecimalPlusType(factory, call.getOperandType(0), call.getOperandType(1)));
  }

  private static RelDataType timesType(SqlOperatorBinding call) {
    RelDataTypeFactory factory = call.getTypeFactory();
    return type(
        call,
        factory
            .getTypeSystem()
            .deriveDecimalMultiplyType(factory, call.getOperandType(0), call.getOperandType(1)));
  }

  private static RelDataType type(SqlOperatorBinding call, @Nullable RelDataType decimal) {
    RelDataTypeFactory factory = call.getTypeFactory();
    RelDataType left = call.getOperandType(0);
    RelDataType right = call.getOperandType(1);
    boolean exact = SqlTypeUtil.isExactNumeric(left) && SqlTypeUtil.isExactNumeric(right);
    RelDataType type;
    if (exact && decimal != null) {
      type = decimal;
    } else {
      type = factory.createSqlType(exact ? SqlTypeName.BIGINT : SqlTypeName.DOUBLE);
    }
    return Result.nullable(call, type, Result.anyNullable(call));
  }

  // ---- for DuckDB

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    switch (kind) {
      case DIVIDE ->
          Template.write("(($1) / " + divisor(call) + ")", writer, call.getOperandList(), false);
      case MOD ->
          Template.write("(($1) % " + divisor(call) + ")", writer, call.getOperandList(), false);
      case OTHER ->
          Template.write(
              "CAST(trunc(($1) / " + divisor(call) + ") AS BIGINT)",
              writer,
              call.getOperandList(),
              false);
      case OTHER_FUNCTION ->
          Template.write(
              "CAST(($1) // " + divisor(call) + " AS BIGINT)",
              writer,
              call.getOperandList(),
              false);
      default -> super.unparse(writer, call, leftPrec, rightPrec);
    }
  }

  private static String divisor(SqlCall call) {
    boolean constant =
        call.operand(1) instanceof SqlLiteral literal
            && literal.getTypeName() == SqlTypeName.DECIMAL
            && literal.bigDecimalValue() != null
            && literal.bigDecimalValue().signum() != 0;
    return constant ? "$2" : "nullif($2, 0)";
  }
}
