package plimsoll.sql.query;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.TableName;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.SqlText;

/**
 * An expression of one row, as a query of one item that the parser takes. What looks at other rows
 * is refused: rows come in batches, and an expression sees no more than one of them.
 */
final class RowExpression extends SqlBasicVisitor<@Nullable Void> {
  private static final String BEFORE = "SELECT (";

  private static final String BEHIND = ") AS `value` FROM " + quoted(CompiledExpression.INPUT);

  private RowExpression() {}

  private static String quoted(TableName table) {
    return "`" + table.database() + "`.`" + table.table() + "`";
  }

  /** In parentheses, out of which no clause of a query leads; places stay those of the client. */
  static SqlText asQuery(SqlText expression) {
    Position at = expression.at();
    return new SqlText(
        new Position(at.line(), at.column() - BEFORE.length()),
        BEFORE + expression.text() + BEHIND,
        expression.source());
  }

  /** Errors of such a query, which tell of the client's text alone. */
  static QueryErrors errors(SqlText query) {
    return new QueryErrors(query, BEFORE.length(), BEHIND.length());
  }

  /** The expression in such a query. */
  static SqlNode of(SqlNode query) {
    SqlNode item = ((SqlSelect) query).getSelectList().get(0);
    return item.getKind() == SqlKind.AS ? ((SqlCall) item).operand(0) : item;
  }

  /** All names in a validated expression, in upper case: columns, and fields of structs. */
  static Set<String> names(SqlNode validated) {
    Set<String> found = new HashSet<>();
    validated.accept(
        new SqlBasicVisitor<@Nullable Void>() {
          @Override
          public @Nullable Void visit(SqlIdentifier name) {
            withoutTable(name.names).forEach(part -> found.add(part.toUpperCase(Locale.ROOT)));
            return null;
          }
        });
    return found;
  }

  private static List<String> withoutTable(List<String> names) {
    TableName table = CompiledExpression.INPUT;
    int at = names.indexOf(table.table());
    boolean full = at == 0 || (at == 1 && names.get(0).equals(table.database()));
    return full ? names.subList(at + 1, names.size()) : names;
  }

  /** Refuses, before validation, what is no value of one row. */
  static void check(SqlNode query) {
    if (!(query instanceof SqlSelect select && isPlain(select))) {
      throw refused(query, "SET takes an expression, no query.");
    }
    SqlNode expression = of(query);
    if (expression.getKind() == SqlKind.ROW) {
      throw refused(expression, "SET takes one value for each column, this is a list.");
    }
    expression.accept(new RowExpression());
  }

  /** One item and a table, and nothing that the client's text added. */
  private static boolean isPlain(SqlSelect select) {
    return select.getSelectList().size() == 1
        && select.getFrom() instanceof SqlIdentifier
        && !select.isDistinct()
        && select.getWindowList().isEmpty()
        && Stream.of(
                select.getWhere(),
                select.getGroup(),
                select.getHaving(),
                select.getQualify(),
                select.getOrderList(),
                select.getOffset(),
                select.getFetch())
            .allMatch(Objects::isNull);
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call.isA(SqlKind.QUERY)) {
      throw refused(call, "SET reads the fields of its row: a query has no place in it.");
    }
    if (call.getKind() == SqlKind.OVER) {
      throw refused(call, "SET reads the fields of its row: OVER would need other rows.");
    }
    SqlOperator function = Functions.TABLE.function(call.getOperator().getName());
    if (function != null && function.isAggregator()) {
      throw refused(
          call,
          "SET reads the fields of its row: "
              + function.getName().toUpperCase(Locale.ROOT)
              + " would need other rows.");
    }
    return super.visit(call);
  }

  private static MisuseException refused(SqlNode node, String why) {
    return new MisuseException(node.getParserPosition(), ErrorCode.BAD_QUERY.with(why));
  }
}
