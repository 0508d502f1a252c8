package plimsoll.sql.query;

import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/** Changes to the parsed query, in place. */
final class QueryTree {
  private QueryTree() {}

  /**
   * Before validation: the mark of DIV is taken up; unknown functions are refused by name; HAVING
   * without groups goes into WHERE.
   */
  static void resolve(SqlNode query) {
    query.accept(new Resolver());
  }

  /**
   * After validation: NULLs sort first, and last when descending, as in MySQL; columns that USING
   * joins lose the aliases that Calcite gives them inside COALESCE.
   */
  static void finish(SqlNode query) {
    query.accept(new Finisher());
  }

  private static final class Resolver extends SqlBasicVisitor<@Nullable Void> {
    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call instanceof SqlOrderBy order && !order.query.isA(SqlKind.QUERY)) {
        // Calcite's parser takes it, and its validator fails an assertion.
        throw new MisuseException(
            order.query.getParserPosition(),
            ErrorCode.SYNTAX.with("ORDER BY and LIMIT belong to a query; this is an expression."));
      }
      if (call instanceof SqlSelect select && select.getHaving() != null) {
        Having.withoutGroups(select);
      }
      if (call instanceof SqlBasicCall basic) {
        if (call.getKind() == SqlKind.DIVIDE && isMarked(call.operand(1))) {
          basic.setOperand(1, ((SqlCall) call.operand(1)).operand(0));
          basic.setOperator(Arithmetic.DIV);
        }
        if (call.getOperator().equals(SqlStdOperatorTable.CONCAT)) {
          basic.setOperator(
              Objects.requireNonNull(Functions.TABLE.function(TextFunctions.IGNORE_CASE)));
        }
        if (call.getOperator() instanceof SqlUnresolvedFunction function) {
          check(function, call);
        }
      }
      return super.visit(call);
    }

    /** Calcite checks each number of a DECIMAL, but not one against the other. */
    @Override
    public @Nullable Void visit(SqlDataTypeSpec type) {
      if (type.getTypeNameSpec() instanceof SqlBasicTypeNameSpec basic
          && basic.getTypeName().getSimple().equalsIgnoreCase("DECIMAL")
          && basic.getPrecision() >= 0
          && (basic.getScale() > basic.getPrecision() || isNegative(basic.getScale()))) {
        throw new MisuseException(
            type.getParserPosition(),
            ErrorCode.BAD_QUERY.with(
                "DECIMAL("
                    + basic.getPrecision()
                    + ", "
                    + basic.getScale()
                    + "): the second number, digits behind the point, must be 0 to the first,"
                    + " digits in all."));
      }
      return super.visit(type);
    }

    private static boolean isNegative(int scale) {
      return scale < 0 && scale != RelDataType.SCALE_NOT_SPECIFIED;
    }

    private static boolean isMarked(SqlNode divisor) {
      return divisor.getKind() == SqlKind.PLUS_PREFIX
          || (divisor instanceof SqlCall call
              && call.getOperator().getName().equals(QueryRewriter.DIV_BY));
    }

    private static void check(SqlFunction function, SqlCall call) {
      SqlIdentifier name = function.getNameAsId();
      if (!name.isSimple() || Functions.TABLE.function(name.getSimple()) == null) {
        throw new MisuseException(
            call.getParserPosition(),
            ErrorCode.UNKNOWN_FUNCTION.with(
                name.toString(), Nearest.hint(name.toString(), Functions.TABLE.names())));
      }
    }
  }

  private static final class Finisher extends SqlBasicVisitor<@Nullable Void> {
    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call instanceof SqlSelect select) {
        sort(select.getOrderList());
      } else if (call instanceof SqlOrderBy order) {
        sort(order.orderList);
      } else if (call instanceof SqlWindow window) {
        sort(window.getOrderList());
      } else if (call.getKind() == SqlKind.WITHIN_GROUP) {
        sort(call.operand(1));
      } else if (call.getOperator().getName().equalsIgnoreCase("COALESCE")) {
        withoutAliases(call);
      }
      return super.visit(call);
    }

    private static void withoutAliases(SqlCall call) {
      for (int i = 0; i < call.operandCount(); i++) {
        if (call.operand(i).getKind() == SqlKind.AS) {
          call.setOperand(i, ((SqlCall) call.operand(i)).operand(0));
        }
      }
    }

    private static void sort(@Nullable SqlNodeList items) {
      if (items == null) {
        return;
      }
      for (int i = 0; i < items.size(); i++) {
        SqlNode item = items.get(i);
        switch (item.getKind()) {
          case NULLS_FIRST, NULLS_LAST -> {}
          case DESCENDING ->
              items.set(
                  i, SqlStdOperatorTable.NULLS_LAST.createCall(item.getParserPosition(), item));
          default -> {
            if (!isNullLiteral(item)) {
              items.set(
                  i, SqlStdOperatorTable.NULLS_FIRST.createCall(item.getParserPosition(), item));
            }
          }
        }
      }
    }

    private static boolean isNullLiteral(SqlNode item) {
      return item instanceof SqlLiteral literal && literal.getValue() == null;
    }
  }
}
