package plimsoll.sql.query;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * MySQL's HAVING of a SELECT that neither groups nor aggregates: one more WHERE, in which aliases
 * can be named. Drivers ask for tables so.
 */
final class Having {
  private Having() {}

  /** Moves such a HAVING into WHERE, with expressions in place of their aliases. */
  static void withoutGroups(SqlSelect select) {
    SqlNode having = select.getHaving();
    if (having == null || select.getGroup() != null || aggregates(select)) {
      return;
    }
    SqlNode condition = having.accept(new Aliases(select.getSelectList()));
    SqlNode where = select.getWhere();
    select.setHaving(null);
    select.setWhere(
        where == null || condition == null
            ? condition
            : SqlStdOperatorTable.AND.createCall(having.getParserPosition(), where, condition));
  }

  /** Puts what an alias stands for in its place; aliases win over columns, as in MySQL. */
  private static final class Aliases extends SqlShuttle {
    private final Map<String, SqlNode> meant = new HashMap<>();

    Aliases(SqlNodeList items) {
      for (SqlNode item : items) {
        if (item instanceof SqlCall as && as.getKind() == SqlKind.AS) {
          SqlNode expression = as.operand(0);
          meant.putIfAbsent(key(as.operand(1)), expression);
        }
      }
    }

    private static String key(SqlIdentifier name) {
      return name.getSimple().toLowerCase(Locale.ROOT);
    }

    @Override
    public @Nullable SqlNode visit(SqlIdentifier name) {
      SqlNode expression = name.isSimple() ? meant.get(key(name)) : null;
      return expression == null ? name : expression.accept(new Copy());
    }

    /** Names inside a query are its own. */
    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      return call.isA(SqlKind.QUERY) ? call : super.visit(call);
    }
  }

  /** Validation changes a tree, so that two places must not share one. */
  private static final class Copy extends SqlShuttle {
    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      CallCopyingArgHandler copy = new CallCopyingArgHandler(call, true);
      call.getOperator().acceptCall(this, call, false, copy);
      return copy.result();
    }
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
        SqlOperator ours = Functions.TABLE.function(Util.last(function.getNameAsId().names));
        return ours != null && ours.isAggregator();
      }
      return operator.isAggregator();
    }
  }
}
