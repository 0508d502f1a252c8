package plimsoll.sql.query;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;

/** Every function and operator that a query may use. What is not listed here does not exist. */
final class Functions implements SqlOperatorTable {
  /** The one table; it never changes. */
  static final Functions TABLE = new Functions();

  private final Map<String, SqlOperator> functions = new HashMap<>();
  private final Map<String, List<SqlOperator>> operators = new HashMap<>();

  private Functions() {
    groups().values().forEach(group -> group.forEach(this::addDocumented));
    for (SqlOperator function : windowFunctions()) {
      functions.put(function.getName().toUpperCase(Locale.ROOT), function);
    }
    functions.put("COUNT", SqlStdOperatorTable.COUNT);
    functions.put("GROUPING", SqlStdOperatorTable.GROUPING);
    functions.put("CAST", SqlStdOperatorTable.CAST);
    for (SqlOperator operator : operators()) {
      operators.computeIfAbsent(key(operator.getName()), k -> new ArrayList<>()).add(operator);
    }
  }

  private void addDocumented(Documented function) {
    for (String name : function.names()) {
      functions.put(name.toUpperCase(Locale.ROOT), (SqlOperator) function);
    }
  }

  /** Our own functions by group, for the documentation. */
  static Map<String, Collection<? extends Documented>> groups() {
    Map<String, Collection<? extends Documented>> groups = new java.util.LinkedHashMap<>();
    groups.put("Dates and times", DateFunctions.all());
    groups.put("Text", TextFunctions.all());
    groups.put("Numbers", NumberFunctions.all());
    groups.put("Conditions", ConditionFunctions.all());
    groups.put("Aggregates", AggregateFunctions.all());
    return groups;
  }

  static List<SqlOperator> windowFunctions() {
    return List.of(
        SqlStdOperatorTable.ROW_NUMBER,
        SqlStdOperatorTable.RANK,
        SqlStdOperatorTable.DENSE_RANK,
        SqlStdOperatorTable.PERCENT_RANK,
        SqlStdOperatorTable.CUME_DIST,
        SqlStdOperatorTable.NTILE,
        SqlStdOperatorTable.LAG,
        SqlStdOperatorTable.LEAD,
        SqlStdOperatorTable.FIRST_VALUE,
        SqlStdOperatorTable.LAST_VALUE,
        SqlStdOperatorTable.NTH_VALUE);
  }

  private static List<SqlOperator> operators() {
    return List.of(
        Arithmetic.PLUS,
        Arithmetic.MINUS,
        Arithmetic.TIMES,
        Arithmetic.DIVIDE,
        Arithmetic.MOD,
        Arithmetic.DIV,
        SqlStdOperatorTable.UNARY_MINUS,
        SqlStdOperatorTable.AND,
        SqlStdOperatorTable.OR,
        SqlStdOperatorTable.NOT,
        SqlStdOperatorTable.EQUALS,
        SqlStdOperatorTable.NOT_EQUALS,
        SqlStdOperatorTable.LESS_THAN,
        SqlStdOperatorTable.LESS_THAN_OR_EQUAL,
        SqlStdOperatorTable.GREATER_THAN,
        SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
        SqlStdOperatorTable.IS_DISTINCT_FROM,
        SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
        SqlStdOperatorTable.IS_NULL,
        SqlStdOperatorTable.IS_NOT_NULL,
        SqlStdOperatorTable.IS_TRUE,
        SqlStdOperatorTable.IS_NOT_TRUE,
        SqlStdOperatorTable.IS_FALSE,
        SqlStdOperatorTable.IS_NOT_FALSE,
        SqlStdOperatorTable.IS_UNKNOWN,
        SqlStdOperatorTable.IS_NOT_UNKNOWN,
        SqlStdOperatorTable.BETWEEN,
        SqlStdOperatorTable.NOT_BETWEEN,
        SqlStdOperatorTable.SYMMETRIC_BETWEEN,
        SqlStdOperatorTable.SYMMETRIC_NOT_BETWEEN,
        SqlStdOperatorTable.LIKE,
        SqlStdOperatorTable.NOT_LIKE,
        SqlLibraryOperators.RLIKE,
        SqlLibraryOperators.NOT_RLIKE,
        SqlStdOperatorTable.IN,
        SqlStdOperatorTable.NOT_IN,
        SqlStdOperatorTable.EXISTS,
        SqlStdOperatorTable.SOME_EQ,
        SqlStdOperatorTable.SOME_NE,
        SqlStdOperatorTable.SOME_LT,
        SqlStdOperatorTable.SOME_LE,
        SqlStdOperatorTable.SOME_GT,
        SqlStdOperatorTable.SOME_GE,
        SqlStdOperatorTable.ALL_EQ,
        SqlStdOperatorTable.ALL_NE,
        SqlStdOperatorTable.ALL_LT,
        SqlStdOperatorTable.ALL_LE,
        SqlStdOperatorTable.ALL_GT,
        SqlStdOperatorTable.ALL_GE,
        SqlStdOperatorTable.CASE,
        SqlStdOperatorTable.ROW,
        SqlStdOperatorTable.VALUES,
        SqlStdOperatorTable.OVER,
        SqlStdOperatorTable.WITHIN_GROUP,
        SqlStdOperatorTable.DESC,
        SqlStdOperatorTable.NULLS_FIRST,
        SqlStdOperatorTable.NULLS_LAST,
        SqlStdOperatorTable.ROLLUP,
        SqlStdOperatorTable.CUBE,
        SqlStdOperatorTable.GROUPING_SETS,
        SqlStdOperatorTable.UNION,
        SqlStdOperatorTable.UNION_ALL,
        SqlStdOperatorTable.INTERSECT,
        SqlStdOperatorTable.INTERSECT_ALL,
        SqlStdOperatorTable.EXCEPT,
        SqlStdOperatorTable.EXCEPT_ALL,
        SqlStdOperatorTable.SCALAR_QUERY);
  }

  /** The function of that name without regard to case, or null. */
  @Nullable SqlOperator function(String name) {
    return functions.get(key(name));
  }

  /** Names for suggestions, in order. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(functions.keySet());
    names.removeIf(name -> name.startsWith("$"));
    return names;
  }

  @Override
  public void lookupOperatorOverloads(
      SqlIdentifier name,
      @Nullable SqlFunctionCategory category,
      SqlSyntax syntax,
      List<SqlOperator> found,
      SqlNameMatcher matcher) {
    if (!name.isSimple()) {
      return;
    }
    if (syntax.family == SqlSyntax.FUNCTION) {
      SqlOperator function = function(name.getSimple());
      if (function != null) {
        found.add(function);
      }
    }
    for (SqlOperator operator : operators.getOrDefault(key(name.getSimple()), List.of())) {
      if (operator.getSyntax().family == syntax.family) {
        found.add(operator);
      }
    }
  }

  @Override
  public List<SqlOperator> getOperatorList() {
    List<SqlOperator> all = new ArrayList<>(functions.values());
    operators.values().forEach(all::addAll);
    return all;
  }

  private static String key(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
