package plimsoll.sql.query;

import java.util.EnumSet;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.dialect.DuckDBSqlDialect;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;

/**
 * Writes a validated query for DuckDB. Whatever is neither one of our functions nor one of the
 * forms listed here is refused: nothing is passed on that nobody thought of.
 */
final class DuckDbDialect extends DuckDBSqlDialect {
  /** Forms that Calcite writes the way DuckDB reads them. */
  private static final Set<SqlKind> AS_CALCITE_WRITES =
      EnumSet.of(
          SqlKind.SELECT,
          SqlKind.ORDER_BY,
          SqlKind.WITH,
          SqlKind.WITH_ITEM,
          SqlKind.AS,
          SqlKind.JOIN,
          SqlKind.UNION,
          SqlKind.INTERSECT,
          SqlKind.EXCEPT,
          SqlKind.WINDOW,
          SqlKind.DESCENDING,
          SqlKind.NULLS_FIRST,
          SqlKind.NULLS_LAST,
          SqlKind.AND,
          SqlKind.OR,
          SqlKind.NOT,
          SqlKind.EQUALS,
          SqlKind.NOT_EQUALS,
          SqlKind.LESS_THAN,
          SqlKind.LESS_THAN_OR_EQUAL,
          SqlKind.GREATER_THAN,
          SqlKind.GREATER_THAN_OR_EQUAL,
          SqlKind.IS_DISTINCT_FROM,
          SqlKind.IS_NOT_DISTINCT_FROM,
          SqlKind.IS_NULL,
          SqlKind.IS_NOT_NULL,
          SqlKind.IS_TRUE,
          SqlKind.IS_NOT_TRUE,
          SqlKind.IS_FALSE,
          SqlKind.IS_NOT_FALSE,
          SqlKind.IS_UNKNOWN,
          SqlKind.BETWEEN,
          SqlKind.IN,
          SqlKind.NOT_IN,
          SqlKind.EXISTS,
          SqlKind.SOME,
          SqlKind.ALL,
          SqlKind.CASE,
          SqlKind.MINUS_PREFIX,
          SqlKind.SCALAR_QUERY,
          SqlKind.ROLLUP,
          SqlKind.CUBE,
          SqlKind.GROUPING_SETS,
          SqlKind.GROUPING,
          SqlKind.ROW_NUMBER,
          SqlKind.RANK,
          SqlKind.DENSE_RANK,
          SqlKind.PERCENT_RANK,
          SqlKind.CUME_DIST,
          SqlKind.NTILE,
          SqlKind.LAG,
          SqlKind.LEAD,
          SqlKind.FIRST_VALUE,
          SqlKind.LAST_VALUE,
          SqlKind.NTH_VALUE,
          SqlKind.COALESCE,
          SqlKind.FOLLOWING,
          SqlKind.PRECEDING);

  private static final Set<String> UNKNOWN_FORMS =
      Set.of("IS NOT UNKNOWN", "UNBOUNDED PRECEDING", "UNBOUNDED FOLLOWING", "CURRENT ROW");

  DuckDbDialect() {
    super(DuckDBSqlDialect.DEFAULT_CONTEXT);
  }

  @Override
  public void unparseCall(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    SqlOperator operator = call.getOperator();
    if (operator instanceof Documented || operator instanceof Arithmetic) {
      operator.unparse(writer, call, leftPrec, rightPrec);
      return;
    }
    switch (call.getKind()) {
      case CAST -> cast(writer, call);
      case COUNT -> count(writer, call);
      case LIKE, RLIKE -> like(writer, call);
      case OVER -> over(writer, call);
      case WITHIN_GROUP -> withinGroup(writer, call);
      case VALUES -> values(writer, call);
      case ROW -> Template.write("($*)", writer, call.getOperandList(), false);
      default -> {
        if (!AS_CALCITE_WRITES.contains(call.getKind())
            && !UNKNOWN_FORMS.contains(operator.getName())) {
          throw new MisuseException(
              call.getParserPosition(),
              ErrorCode.UNSUPPORTED.with(operator.getName() + " in a query", ""));
        }
        operator.unparse(writer, call, leftPrec, rightPrec);
      }
    }
  }

  private static void cast(SqlWriter writer, SqlCall call) {
    SqlDataTypeSpec type = call.operand(1);
    writer.setNeedWhitespace(true);
    Template.write("CAST($1 AS " + type(type) + ")", writer, call.getOperandList(), false);
    writer.setNeedWhitespace(true);
  }

  private static String type(SqlDataTypeSpec type) {
    if (!(type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic)) {
      throw new MisuseException(
          type.getParserPosition(), ErrorCode.UNSUPPORTED.with("CAST to " + type, ""));
    }
    SqlTypeName name = SqlTypeName.valueOf(type.getTypeName().getSimple());
    return switch (name) {
      case BOOLEAN, TINYINT, SMALLINT, INTEGER, BIGINT, DATE -> name.getName();
      case REAL -> "FLOAT";
      case FLOAT, DOUBLE -> "DOUBLE";
      case TIMESTAMP -> "TIMESTAMP";
      case CHAR, VARCHAR -> "VARCHAR";
      case DECIMAL ->
          "DECIMAL(" + basic.getPrecision() + ", " + Math.max(0, basic.getScale()) + ")";
      default ->
          throw new MisuseException(
              type.getParserPosition(), ErrorCode.UNSUPPORTED.with("CAST to " + name, ""));
    };
  }

  /** COUNT(DISTINCT a, b) counts pairs without NULLs. */
  private static void count(SqlWriter writer, SqlCall call) {
    if (call.operandCount() < 2) {
      call.getOperator().unparse(writer, call, 0, 0);
    } else {
      boolean distinct = call.getFunctionQuantifier() != null;
      writer.setNeedWhitespace(true);
      Template.write(
          "count($DCASE WHEN $? THEN NULL ELSE ($*) END)", writer, call.getOperandList(), distinct);
      writer.setNeedWhitespace(true);
    }
  }

  /** MySQL escapes with a backslash unless told otherwise. */
  private static void like(SqlWriter writer, SqlCall call) {
    boolean negated = call.getOperator().getName().startsWith("NOT");
    String escape = "";
    if (call.operandCount() == 3) {
      escape = " ESCAPE $3";
    } else if (mayHaveBackslash(call.operand(1))) {
      escape = " ESCAPE '\\'";
    }
    String matches =
        call.getKind() == SqlKind.RLIKE
            ? "regexp_matches($1, $2)"
            : "(($1) LIKE ($2)" + escape + ")";
    writer.setNeedWhitespace(true);
    Template.write(
        (negated ? "(NOT " : "") + matches + (negated ? ")" : ""),
        writer,
        call.getOperandList(),
        false);
    writer.setNeedWhitespace(true);
  }

  private static boolean mayHaveBackslash(SqlNode pattern) {
    return !(pattern instanceof SqlCharStringLiteral literal)
        || literal.getValueAs(String.class).contains("\\");
  }

  private static void over(SqlWriter writer, SqlCall call) {
    SqlNode function = call.operand(0);
    boolean widens =
        function instanceof SqlCall inner
            && inner.getOperator() instanceof Aggregate aggregate
            && aggregate.widens();
    if (widens) {
      Template.print(writer, "CAST(");
      bare(writer, (SqlCall) function, null);
    } else {
      function.unparse(writer, 0, 0);
    }
    writer.setNeedWhitespace(true);
    writer.sep("OVER");
    call.operand(1).unparse(writer, 0, 0);
    if (widens) {
      Template.print(writer, " AS BIGINT)");
      writer.setNeedWhitespace(true);
    }
  }

  private static void bare(SqlWriter writer, SqlCall call, @Nullable Runnable order) {
    ((Aggregate) call.getOperator()).write(writer, call, order);
  }

  private static void withinGroup(SqlWriter writer, SqlCall call) {
    SqlNodeList order = call.operand(1);
    writer.setNeedWhitespace(true);
    bare(
        writer,
        call.operand(0),
        () -> {
          Template.print(writer, " ORDER BY ");
          for (int i = 0; i < order.size(); i++) {
            Template.print(writer, i == 0 ? "" : ", ");
            Template.operand(writer, order.get(i));
          }
        });
    writer.setNeedWhitespace(true);
  }

  private static void values(SqlWriter writer, SqlCall call) {
    writer.setNeedWhitespace(true);
    Template.write("VALUES $*", writer, call.getOperandList(), false);
    writer.setNeedWhitespace(true);
  }

  @Override
  public void unparseOffsetFetch(
      SqlWriter writer, @Nullable SqlNode offset, @Nullable SqlNode fetch) {
    unparseFetchUsingLimit(writer, offset, fetch);
  }

  @Override
  public void quoteStringLiteral(StringBuilder text, @Nullable String charsetName, String value) {
    text.append('\'').append(value.replace("'", "''")).append('\'');
  }

  @Override
  public boolean supportsCharSet() {
    return false;
  }
}
