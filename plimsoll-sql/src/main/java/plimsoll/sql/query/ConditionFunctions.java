package plimsoll.sql.query;

import static plimsoll.sql.query.Result.BOOLEAN;
import static plimsoll.sql.query.Result.TEXT;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlOperatorBinding;

/** Choices between values, and casts that have no syntax of their own in Calcite. */
final class ConditionFunctions {
  private ConditionFunctions() {}

  static List<Function> all() {
    return List.of(
        Function.of(
            "COALESCE",
            "same...",
            ConditionFunctions::firstNotNull,
            "coalesce($*)",
            "The first value that is not NULL."),
        Function.of(
            "GREATEST",
            "same, same...",
            Result.COMMON,
            "CASE WHEN $? THEN NULL ELSE greatest($*) END",
            "The largest value; NULL if any is."),
        Function.of(
            "IF",
            "condition, same, same",
            Result.commonFrom(1),
            "CASE WHEN $1 THEN $2 ELSE $3 END",
            "The second value if the condition holds, else the third."),
        Function.of(
            "IFNULL NVL",
            "same, same",
            ConditionFunctions::firstNotNull,
            "coalesce($*)",
            "The first value, or the second if that is NULL."),
        Function.of(
            "ISNULL", "any", Result.notNull(BOOLEAN), "($1 IS NULL)", "Whether the value is NULL."),
        Function.of(
            "LEAST",
            "same, same...",
            Result.COMMON,
            "CASE WHEN $? THEN NULL ELSE least($*) END",
            "The smallest value; NULL if any is."),
        Function.of(
            "NULLIF",
            "same, same",
            Result.orNull(Result.FIRST),
            "nullif($1, $2)",
            "NULL if both are equal, else the first."),
        Function.of("$char", "text, integer", TEXT, "left($1, greatest($2, 0))", ""));
  }

  private static RelDataType firstNotNull(SqlOperatorBinding call) {
    RelDataType common = Result.inferred(Result.COMMON, call);
    boolean nullable =
        call.collectOperandTypes().stream()
            .allMatch(type -> type.isNullable() || Types.isUnknown(type));
    return Result.nullable(call, common, nullable);
  }
}
