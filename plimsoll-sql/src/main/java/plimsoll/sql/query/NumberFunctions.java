package plimsoll.sql.query;

import static plimsoll.sql.query.Result.BIGINT;
import static plimsoll.sql.query.Result.DOUBLE;
import static plimsoll.sql.query.Result.FIRST;
import static plimsoll.sql.query.Result.INT;
import static plimsoll.sql.query.Result.orNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.SqlTypeName;

/** Functions of numbers. Outside its domain a function is NULL, as in MySQL. */
final class NumberFunctions {
  private NumberFunctions() {}

  static List<Function> all() {
    List<Function> all =
        new ArrayList<>(
            List.of(
                Function.of("ABS", "number", FIRST, "abs($1)", "Without its sign."),
                Function.of(
                    "ATAN2",
                    "number, number",
                    DOUBLE,
                    "atan2($1, $2)",
                    "Angle of the point (y, x)."),
                Function.of(
                    "BITAND",
                    "integer, integer",
                    BIGINT,
                    "(CAST($1 AS BIGINT) & CAST($2 AS BIGINT))",
                    "Bits that are in both."),
                Function.of(
                    "BITNOT", "integer", BIGINT, "(~ CAST($1 AS BIGINT))", "All bits turned."),
                Function.of(
                    "BITOR",
                    "integer, integer",
                    BIGINT,
                    "(CAST($1 AS BIGINT) | CAST($2 AS BIGINT))",
                    "Bits that are in either."),
                Function.of(
                    "BITXOR",
                    "integer, integer",
                    BIGINT,
                    "xor(CAST($1 AS BIGINT), CAST($2 AS BIGINT))",
                    "Bits that are in one of them."),
                Function.of(
                    "CEIL CEILING",
                    "number",
                    BIGINT,
                    "CAST(ceil($1) AS BIGINT)",
                    "The smallest whole number not below."),
                Function.of(
                    "FLOOR",
                    "number",
                    BIGINT,
                    "CAST(floor($1) AS BIGINT)",
                    "The largest whole number not above."),
                Function.of(
                    "LN",
                    "number",
                    orNull(DOUBLE),
                    "ln(CASE WHEN $1 > 0 THEN $1 END)",
                    "Natural logarithm."),
                Function.rendered(
                    "LOG",
                    "number, [number]",
                    orNull(DOUBLE),
                    NumberFunctions::log,
                    "Natural logarithm, or logarithm of the second to the base of the first."),
                Function.of(
                    "LOG10",
                    "number",
                    orNull(DOUBLE),
                    "log10(CASE WHEN $1 > 0 THEN $1 END)",
                    "Logarithm to base 10."),
                Function.of(
                    "LOG2",
                    "number",
                    orNull(DOUBLE),
                    "log2(CASE WHEN $1 > 0 THEN $1 END)",
                    "Logarithm to base 2."),
                Function.of(
                    "MOD",
                    "number, number",
                    orNull(Result.COMMON),
                    "($1 % nullif($2, 0))",
                    "Rest of the division, with the sign of the first; also written a % b."),
                Function.of("PI", "", Result.notNull(DOUBLE), "pi()", "3.141592653589793."),
                Function.of("POW POWER", "number, number", DOUBLE, "pow($1, $2)", "Power."),
                Function.of(
                        "RAND RANDOM",
                        "",
                        Result.notNull(DOUBLE),
                        "random()",
                        "A random number from 0 to below 1.")
                    .changing(),
                Function.rendered(
                    "ROUND",
                    "number, [integer]",
                    NumberFunctions::rounded,
                    NumberFunctions::round,
                    "Rounded to n digits after the point, halves away from zero."),
                Function.of("SIGN", "number", INT, "CAST(sign($1) AS INTEGER)", "-1, 0 or 1."),
                Function.of(
                    "SQRT",
                    "number",
                    orNull(DOUBLE),
                    "sqrt(CASE WHEN $1 >= 0 THEN $1 END)",
                    "Square root."),
                Function.of(
                    "TRUNCATE",
                    "number, integer",
                    NumberFunctions::rounded,
                    "trunc($1, CAST($2 AS INTEGER))",
                    "Cut to n digits after the point."),
                Function.of(
                    "$unsigned",
                    "any",
                    call ->
                        Result.nullable(
                            call,
                            call.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, 20, 0),
                            Result.anyNullable(call)),
                    "CAST(CAST($1 AS UBIGINT) AS DECIMAL(20, 0))",
                    "")));
    for (String name : List.of("ACOS", "ASIN")) {
      all.add(
          Function.of(
              name,
              "number",
              orNull(DOUBLE),
              name.toLowerCase(Locale.ROOT) + "(CASE WHEN $1 BETWEEN -1 AND 1 THEN $1 END)",
              "Angle of a " + (name.equals("ACOS") ? "cosine." : "sine.")));
    }
    for (String name : List.of("ATAN", "COS", "COT", "DEGREES", "EXP", "RADIANS", "SIN", "TAN")) {
      all.add(
          Function.of(
              name,
              "number",
              DOUBLE,
              name.toLowerCase(Locale.ROOT) + "($1)",
              "As in mathematics, angles in radians."));
    }
    return all;
  }

  private static void log(SqlWriter writer, SqlCall call) {
    Template.write(
        call.operandCount() == 1
            ? "ln(CASE WHEN $1 > 0 THEN $1 END)"
            : "(ln(CASE WHEN $2 > 0 THEN $2 END)"
                + " / nullif(ln(CASE WHEN $1 > 0 THEN $1 END), 0))",
        writer,
        call.getOperandList(),
        false);
  }

  /** Whole numbers stay what they are; decimals and floating point numbers keep their type. */
  private static RelDataType rounded(SqlOperatorBinding call) {
    RelDataType type = call.getOperandType(0);
    RelDataType result =
        Types.isInteger(type)
            ? call.getTypeFactory().createSqlType(SqlTypeName.BIGINT)
            : type.getSqlTypeName() == SqlTypeName.DECIMAL ? decimal(call, type) : type;
    return Result.nullable(call, result, Result.anyNullable(call));
  }

  private static int literal(SqlOperatorBinding call) {
    Integer digits = call.getOperandLiteralValue(1, Integer.class);
    return digits == null ? 0 : digits;
  }

  private static RelDataType decimal(SqlOperatorBinding call, RelDataType type) {
    int digits = 0;
    if (call.getOperandCount() == 2) {
      digits = call.isOperandLiteral(1, false) ? literal(call) : type.getScale();
    }
    int scale = Math.min(type.getScale(), Math.max(0, digits));
    return call.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, type.getPrecision(), scale);
  }

  private static void round(SqlWriter writer, SqlCall call) {
    Template.write(
        call.operandCount() == 1 ? "round($1, 0)" : "round($1, CAST($2 AS INTEGER))",
        writer,
        call.getOperandList(),
        false);
  }
}
