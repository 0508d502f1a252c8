package plimsoll.sql.query;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's HAVING of a SELECT that neither groups nor aggregates: a condition on its result, where
 * aliases can be named. Drivers ask for tables so.
 */
final class Having {
  private static final String RESULT = "$result";

  private Having() {}

  /** Makes {@code SELECT ... HAVING c} a {@code SELECT * FROM (SELECT ...) WHERE c}, in place. */
  static void withoutGroups(SqlSelect select) {
    SqlNode having = select.getHaving();
    if (having == null || select.getGroup() != null || aggregates(select)) {
      return;
    }
    select.setHaving(null);
    SqlParserPos at = select.getParserPosition();
    SqlNode inner = select.clone(at);
    SqlIdentifier name = new SqlIdentifier(RESULT, at);
    select.setSelectList(SqlNodeList.of(SqlIdentifier.star(at)));
    select.setFrom(SqlStdOperatorTable.AS.createCall(at, inner, name));
    select.setWhere(having);
  }

  private static boolean aggregates(SqlSelect select) {
    Search search = new Search();
    select.getSelectList().accept(search);
    if (select.getHaving() != null) {
      select.getHaving().accept(search);
    }
    return search.found;
  }

  /** Looks for aggregates of this SELECT, not of those inside it. */
  private static final class Search extends SqlBasicVisitor<@Nullable Void> {
    private boolean found;

    @Override
    public @Nullable Void visit(SqlCall call) {
      if (call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.OVER) {
        return null;
      }
      found |= isAggregate(call.getOperator());
      return super.visit(call);
    }

    private static boolean isAggregate(SqlOperator operator) {
      if (operator instanceof SqlUnresolvedFunction function && function.getNameAsId() != null) {
        SqlOperator ours =
            Functions.TABLE.function(Util.last(function.getNameAsId().names));
        return ours != null && ours.isAggregator();
      }
      return operator.isAggregator();
    }
  }
}
