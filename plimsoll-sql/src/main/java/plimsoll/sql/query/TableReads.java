package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlBetweenOperator;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import plimsoll.model.TableName;

/**
 * What a validated query wants of its tables, so that not all of their rows need be made or looked
 * up: columns it names, and constants that WHERE demands.
 */
final class TableReads extends SqlBasicVisitor<@Nullable Void> {
  /*
   * A condition counts if it is one of the terms that AND joins in the WHERE of the SELECT whose FROM
   * names the table, and if the query names the table once. Rows that do not meet it can be left out
   * even below an outer join: what they would have been joined to gets NULL there, and the condition,
   * which is still in the query, is not true for NULL.
   */
  private final Map<TableName, List<Conditions>> found = new HashMap<>();
  private final Set<String> names = new HashSet<>();
  private final Set<TableName> renamed = new HashSet<>();

  private final SqlValidator validator;

  private TableReads(SqlValidator validator) {
    this.validator = validator;
  }

  static Map<TableName, TableRead> of(SqlNode validated, SqlValidator validator) {
    TableReads reads = new TableReads(validator);
    validated.accept(reads);
    Map<TableName, TableRead> wanted = new HashMap<>();
    reads.found.forEach(
        (table, uses) ->
            wanted.put(
                table,
                reads.renamed.contains(table)
                    ? TableRead.ALL
                    : reads.read(uses.size() == 1 ? uses.get(0) : new Conditions())));
    return wanted;
  }

  /** What the terms that name one use of a table demand, by column in upper case. */
  private static final class Conditions {
    final Map<String, String> constants = new HashMap<>();
    final Map<String, String> least = new HashMap<>();
    final Map<String, String> most = new HashMap<>();
  }

  private TableRead read(Conditions conditions) {
    return new TableRead(conditions.constants, conditions.least, conditions.most, names);
  }

  @Override
  public @Nullable Void visit(SqlIdentifier name) {
    names.add(upper(Util.last(name.names)));
    return null;
  }

  @Override
  public @Nullable Void visit(SqlCall call) {
    if (call instanceof SqlSelect select && select.getFrom() != null) {
      List<SqlNode> terms = new ArrayList<>();
      and(select.getWhere(), terms);
      from(select.getFrom(), null, terms, false);
    }
    return super.visit(call);
  }

  /** Columns that an alias gives other names cannot be told from here: all of them are wanted. */
  private void from(SqlNode from, @Nullable String alias, List<SqlNode> terms, boolean otherNames) {
    if (from instanceof SqlJoin join) {
      from(join.getLeft(), null, terms, false);
      from(join.getRight(), null, terms, false);
    } else if (from.getKind() == SqlKind.AS) {
      SqlCall as = (SqlCall) from;
      String name = ((SqlIdentifier) as.operand(1)).getSimple();
      from(as.operand(0), name, terms, as.operandCount() > 2);
    } else if (from instanceof SqlIdentifier name && name.names.size() == 2) {
      String database = name.names.get(0);
      TableName table =
          new TableName(
              database.equals(SystemDatabase.COMPILED_NAME) ? SystemDatabase.NAME : database,
              name.names.get(1));
      if (otherNames) {
        renamed.add(table);
      }
      found
          .computeIfAbsent(table, any -> new ArrayList<>())
          .add(conditions(alias == null ? table.table() : alias, terms));
    }
  }

  private static void and(@Nullable SqlNode condition, List<SqlNode> terms) {
    if (condition instanceof SqlCall call && call.getKind() == SqlKind.AND) {
      call.getOperandList().forEach(term -> and(term, terms));
    } else if (condition != null) {
      terms.add(condition);
    }
  }

  private Conditions conditions(String alias, List<SqlNode> terms) {
    Conditions found = new Conditions();
    for (SqlNode term : terms) {
      if (term instanceof SqlCall call) {
        switch (call.getKind()) {
          case EQUALS -> {
            constant(alias, call.operand(0), call.operand(1), found.constants);
            constant(alias, call.operand(1), call.operand(0), found.constants);
          }
          case GREATER_THAN, GREATER_THAN_OR_EQUAL -> {
            constant(alias, call.operand(0), call.operand(1), found.least);
            constant(alias, call.operand(1), call.operand(0), found.most);
          }
          case LESS_THAN, LESS_THAN_OR_EQUAL -> {
            constant(alias, call.operand(0), call.operand(1), found.most);
            constant(alias, call.operand(1), call.operand(0), found.least);
          }
          case BETWEEN -> {
            SqlBetweenOperator between = (SqlBetweenOperator) call.getOperator();
            if (between.flag == SqlBetweenOperator.Flag.ASYMMETRIC && !between.isNegated()) {
              constant(alias, call.operand(0), call.operand(1), found.least);
              constant(alias, call.operand(0), call.operand(2), found.most);
            }
          }
          default -> {}
        }
      }
    }
    return found;
  }

  private void constant(
      String alias, SqlNode column, SqlNode value, Map<String, String> constants) {
    SqlIdentifier name = NamedColumn.of(column, validator);
    String text = ConstantText.of(value);
    if (text != null && name != null && name.names.get(0).equalsIgnoreCase(alias)) {
      constants.putIfAbsent(upper(name.names.get(1)), text);
    }
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
