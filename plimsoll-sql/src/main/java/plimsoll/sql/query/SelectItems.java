package plimsoll.sql.query;

import java.util.List;
import org.antlr.v4.runtime.Token;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.parse.Tokens;

/**
 * The pieces of the select list as written: MySQL names a column without an alias by its text, so
 * {@code SELECT count(*)} has a column {@code count(*)}.
 */
final class SelectItems {
  private final Tokens source;

  private SelectItems(Tokens source) {
    this.source = source;
  }

  static SelectItems of(Tokens source) {
    return new SelectItems(source);
  }

  /** The name of a result column. */
  String name(SqlNode query, RelDataTypeField field, QueryText text) {
    if (!isMadeUp(field.getName())) {
      return field.getName();
    }
    SqlSelect select = firstSelect(query);
    if (select == null || field.getIndex() >= select.getSelectList().size()) {
      return "column_" + field.getIndex();
    }
    SqlNode item = select.getSelectList().get(field.getIndex());
    Token start = text.token(
        item.getParserPosition().getLineNum(), item.getParserPosition().getColumnNum());
    return item(start);
  }

  /** Calcite's name for a column without one. */
  private static boolean isMadeUp(String name) {
    return name.startsWith("EXPR$");
  }

  /** Puts the names into the query, where Calcite made some up. */
  static void name(SqlNode query, List<OutputColumn> columns) {
    SqlSelect select = firstSelect(query);
    if (select == null) {
      return;
    }
    SqlNodeList list = select.getSelectList();
    for (int i = 0; i < Math.min(list.size(), columns.size()); i++) {
      if (list.get(i) instanceof SqlBasicCall call
          && call.getKind() == SqlKind.AS
          && call.operand(1) instanceof SqlIdentifier alias
          && alias.isSimple()
          && isMadeUp(alias.getSimple())) {
        call.setOperand(1, new SqlIdentifier(columns.get(i).name(), alias.getParserPosition()));
      }
    }
  }

  /** The select that names the result's columns. */
  private static @Nullable SqlSelect firstSelect(SqlNode query) {
    if (query instanceof SqlSelect select) {
      return select;
    }
    if (query instanceof SqlWith with) {
      return firstSelect(with.body);
    }
    if (query instanceof SqlOrderBy order) {
      return firstSelect(order.query);
    }
    return query instanceof SqlCall call && call.isA(SqlKind.SET_QUERY)
        ? firstSelect(call.operand(0))
        : null;
  }

  /** The select item around a token: from the comma or SELECT before it to the one after. */
  private String item(Token inside) {
    List<Token> tokens = source.all();
    int at = tokens.indexOf(inside);
    int from = at;
    for (int depth = 0; from > 0; from--) {
      String before = tokens.get(from - 1).getText();
      depth += before.equals(")") ? 1 : before.equals("(") ? -1 : 0;
      if (depth < 0 || (depth == 0 && isBoundary(before))) {
        break;
      }
    }
    int to = at;
    for (int depth = 0; to < tokens.size(); to++) {
      String text = tokens.get(to).getText();
      if (depth == 0 && (text.equals(")") || isEnd(text))) {
        break;
      }
      depth += text.equals("(") ? 1 : text.equals(")") ? -1 : 0;
    }
    return source.written(tokens.get(from), tokens.get(Math.max(at, to - 1)));
  }

  private static boolean isBoundary(String word) {
    return word.equals(",")
        || word.equalsIgnoreCase("SELECT")
        || word.equalsIgnoreCase("DISTINCT")
        || word.equalsIgnoreCase("ALL");
  }

  private static boolean isEnd(String word) {
    return word.equals(",")
        || word.equals(";")
        || List.of("FROM", "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "UNION", "INTERSECT",
            "EXCEPT", "MINUS", "WINDOW", "QUALIFY").contains(word.toUpperCase(java.util.Locale.ROOT));
  }
}
