package plimsoll.sql.query;

import static plimsoll.sql.query.Result.BIGINT;
import static plimsoll.sql.query.Result.BOOLEAN;
import static plimsoll.sql.query.Result.DOUBLE;
import static plimsoll.sql.query.Result.FIRST;
import static plimsoll.sql.query.Result.TEXT;
import static plimsoll.sql.query.Result.notNull;
import static plimsoll.sql.query.Result.orNull;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.SqlTypeName;

/** Functions over groups of rows. Over no rows they are NULL; COUNT is 0. */
final class AggregateFunctions {
  private static final String SUM_HELP =
      "Sum; whole numbers add up to BIGINT, and an error if it does not hold them.";

  private AggregateFunctions() {}

  /** DuckDB adds whole numbers up in 128 bits: the sum is cast to what we promise. */
  private static final Aggregate SUM_OF_INTEGERS =
      Aggregate.widening("SUM", "number", orNull(BIGINT), "sum($D$1)", SUM_HELP);

  static List<Aggregate> all() {
    return List.of(
        Aggregate.of(
            "ANY_VALUE", "any", orNull(FIRST), "any_value($1)", "Some value of the group."),
        Aggregate.of(
            "APPROX_COUNT_DISTINCT NDV",
            "any",
            notNull(BIGINT),
            "approx_count_distinct($1)",
            "About how many different values there are."),
        Aggregate.of("AVG", "number", orNull(DOUBLE), "avg($D$1)", "Mean, as DOUBLE."),
        Aggregate.of("BIT_AND", "integer", orNull(FIRST), "bit_and($1)", "Bits that all have."),
        Aggregate.of("BIT_OR", "integer", orNull(FIRST), "bit_or($1)", "Bits that any has."),
        Aggregate.of("BIT_XOR", "integer", orNull(FIRST), "bit_xor($1)", "Bits an odd number has."),
        Aggregate.of("BOOL_OR", "condition", orNull(BOOLEAN), "bool_or($1)", "Whether any holds."),
        Aggregate.of("BOOL_AND", "condition", orNull(BOOLEAN), "bool_and($1)", "Whether all hold."),
        Aggregate.of("CORR", "number, number", orNull(DOUBLE), "corr($1, $2)", "Correlation."),
        Aggregate.widening(
            "COUNT_IF",
            "condition",
            notNull(BIGINT),
            "count_if($1)",
            "Rows for which the condition holds."),
        Aggregate.ordered(
            "GROUP_CONCAT",
            "text, constant",
            orNull(TEXT),
            "string_agg($D$1, $2)",
            "Texts joined: GROUP_CONCAT([DISTINCT] x [ORDER BY y] [SEPARATOR ',']). Not cut off."),
        Aggregate.of("MAX", "any", orNull(FIRST), "max($1)", "Largest value."),
        Aggregate.of(
            "MAX_BY",
            "any, any",
            orNull(FIRST),
            "max_by($1, $2)",
            "The first value where the second is largest."),
        Aggregate.of(
            "MEDIAN", "number", orNull(DOUBLE), "CAST(median($1) AS DOUBLE)", "The middle value."),
        Aggregate.of("MIN", "any", orNull(FIRST), "min($1)", "Smallest value."),
        Aggregate.of(
            "MIN_BY",
            "any, any",
            orNull(FIRST),
            "min_by($1, $2)",
            "The first value where the second is smallest."),
        Aggregate.of(
            "PERCENTILE_APPROX",
            "number, number",
            orNull(DOUBLE),
            "approx_quantile(CAST($1 AS DOUBLE), $2)",
            "About the p-quantile, p from 0 to 1."),
        Aggregate.of(
            "PERCENTILE_CONT",
            "number, number",
            orNull(DOUBLE),
            "quantile_cont(CAST($1 AS DOUBLE), $2)",
            "The p-quantile, interpolated."),
        Aggregate.of(
            "STDDEV STD STDDEV_POP",
            "number",
            orNull(DOUBLE),
            "stddev_pop($D$1)",
            "Standard deviation of the rows."),
        Aggregate.of(
            "STDDEV_SAMP",
            "number",
            orNull(DOUBLE),
            "stddev_samp($D$1)",
            "Standard deviation, the rows being a sample."),
        Aggregate.of("SUM", "number", AggregateFunctions::sumType, "sum($D$1)", SUM_HELP),
        Aggregate.of(
            "VARIANCE VAR_POP VARIANCE_POP",
            "number",
            orNull(DOUBLE),
            "var_pop($D$1)",
            "Variance of the rows."),
        Aggregate.of(
            "VAR_SAMP VARIANCE_SAMP",
            "number",
            orNull(DOUBLE),
            "var_samp($D$1)",
            "Variance, the rows being a sample."));
  }

  private static RelDataType sumType(SqlOperatorBinding call) {
    RelDataType type = call.getOperandType(0);
    if (Types.isInteger(type)) {
      if (call instanceof SqlCallBinding binding && binding.getCall() instanceof SqlBasicCall sum) {
        sum.setOperator(SUM_OF_INTEGERS);
      }
      return Result.inferred(orNull(BIGINT), call);
    }
    RelDataType sum =
        type.getSqlTypeName() == SqlTypeName.DECIMAL
            ? call.getTypeFactory().createSqlType(SqlTypeName.DECIMAL, 38, type.getScale())
            : call.getTypeFactory().createSqlType(SqlTypeName.DOUBLE);
    return Result.nullable(call, sum, true);
  }
}
