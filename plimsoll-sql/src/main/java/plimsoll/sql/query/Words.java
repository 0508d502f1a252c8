package plimsoll.sql.query;

import java.util.Map;
import java.util.Set;

/** The words that have a meaning in queries. Every other word is a name. */
final class Words {
  private Words() {}

  /** Words of Calcite's grammar wherever they stand. */
  static final Set<String> ALWAYS =
      Set.of(
          "ALL",
          "AND",
          "AS",
          "ASC",
          "BETWEEN",
          "BY",
          "CASE",
          "CROSS",
          "DESC",
          "DISTINCT",
          "ELSE",
          "END",
          "ESCAPE",
          "EXCEPT",
          "EXISTS",
          "FALSE",
          "FROM",
          "FULL",
          "GROUP",
          "HAVING",
          "IN",
          "INNER",
          "INTERSECT",
          "IS",
          "JOIN",
          "LIKE",
          "LIMIT",
          "NATURAL",
          "NOT",
          "NULL",
          "ON",
          "OR",
          "ORDER",
          "OUTER",
          "OVER",
          "PARTITION",
          "QUALIFY",
          "RLIKE",
          "SELECT",
          "THEN",
          "TRUE",
          "UNION",
          "USING",
          "WHEN",
          "WHERE",
          "WITH");

  /** Words of Calcite's grammar where one of these follows; names elsewhere. */
  static final Map<String, Set<String>> BEFORE =
      Map.ofEntries(
          Map.entry("ANY", Set.of("(")),
          Map.entry("CUBE", Set.of("(")),
          Map.entry("CURRENT", Set.of("ROW")),
          Map.entry("FOLLOWING", Set.of("AND", ")")),
          Map.entry("GROUPING", Set.of("SETS")),
          Map.entry("LEFT", Set.of("JOIN", "OUTER")),
          Map.entry("NULLS", Set.of("FIRST", "LAST")),
          Map.entry("PRECEDING", Set.of("AND", ")")),
          Map.entry("RANGE", Set.of("BETWEEN", "UNBOUNDED", "CURRENT")),
          Map.entry("RECURSIVE", Set.of()),
          Map.entry("RIGHT", Set.of("JOIN", "OUTER")),
          Map.entry("ROLLUP", Set.of("(")),
          Map.entry("ROWS", Set.of("BETWEEN", "UNBOUNDED", "CURRENT")),
          Map.entry("SETS", Set.of("(")),
          Map.entry("SOME", Set.of("(")),
          Map.entry("UNBOUNDED", Set.of("PRECEDING", "FOLLOWING")),
          Map.entry("VALUES", Set.of("(")));

  /** Words of Calcite's grammar behind one of these; names elsewhere. */
  static final Map<String, Set<String>> BEHIND =
      Map.of(
          "FIRST", Set.of("NULLS"),
          "LAST", Set.of("NULLS"),
          "OFFSET", Set.of(),
          "RECURSIVE", Set.of("WITH"),
          "ROW", Set.of("CURRENT"),
          "UNKNOWN", Set.of("IS"));

  /** Units of INTERVAL, EXTRACT and TIMESTAMPDIFF. */
  static final Set<String> UNITS =
      Set.of(
          "MICROSECOND",
          "MILLISECOND",
          "SECOND",
          "MINUTE",
          "HOUR",
          "DAY",
          "WEEK",
          "MONTH",
          "QUARTER",
          "YEAR");

  /** Functions that are written without parentheses. */
  static final Map<String, String> BARE_FUNCTIONS =
      Map.of(
          "CURRENT_DATE", "`curdate`()",
          "CURRENT_TIMESTAMP", "`now`()",
          "LOCALTIME", "`now`()",
          "LOCALTIMESTAMP", "`now`()");

  /** Types of CAST, as Calcite writes them; CHAR(n) and UNSIGNED are functions of ours. */
  static final Map<String, String> CAST_TYPES =
      Map.ofEntries(
          Map.entry("BIGINT", "BIGINT"),
          Map.entry("BOOL", "BOOLEAN"),
          Map.entry("BOOLEAN", "BOOLEAN"),
          Map.entry("CHAR", "VARCHAR"),
          Map.entry("DATE", "DATE"),
          Map.entry("DATETIME", "TIMESTAMP(6)"),
          Map.entry("DOUBLE", "DOUBLE"),
          Map.entry("FLOAT", "REAL"),
          Map.entry("INT", "INTEGER"),
          Map.entry("INT16", "SMALLINT"),
          Map.entry("INT32", "INTEGER"),
          Map.entry("INT64", "BIGINT"),
          Map.entry("INTEGER", "INTEGER"),
          Map.entry("REAL", "DOUBLE"),
          Map.entry("SIGNED", "BIGINT"),
          Map.entry("SMALLINT", "SMALLINT"),
          Map.entry("STRING", "VARCHAR"),
          Map.entry("TIMESTAMP", "TIMESTAMP(6)"),
          Map.entry("TINYINT", "TINYINT"),
          Map.entry("VARCHAR", "VARCHAR"));
}
