package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.DefaultValue;
import plimsoll.model.IndexDefinition;
import plimsoll.model.OnlineOptions;
import plimsoll.model.Table;
import plimsoll.model.Ttl;
import plimsoll.server.schema.ColumnWords;
import plimsoll.sql.plan.TablePlanner;

/** Tables as text: the statement that makes one, and the rows of DESC. */
final class TableText {
  private static final String INDEXES = TablePlanner.KEPT + "index.";

  private TableText() {}

  /**
   * A statement that makes the same table again, without its database, as SHOW CREATE TABLE prints.
   */
  static String createStatement(Table table) {
    StringBuilder sql =
        new StringBuilder("CREATE TABLE ").append(ColumnWords.name(table.name().table()));
    List<String> elements = new ArrayList<>();
    table.schema().columns().forEach(column -> elements.add(column(column)));
    table.indexes().forEach(index -> elements.add(index(index)));
    kept(table, INDEXES).forEach((number, index) -> elements.add(index));
    sql.append(" (\n  ").append(String.join(",\n  ", elements)).append("\n)");
    appendKeys(table, sql);
    if (!table.comment().isEmpty()) {
      sql.append("\nCOMMENT ").append(text(table.comment()));
    }
    if (!table.partitioning().isEmpty()) {
      sql.append("\nPARTITION BY ").append(ColumnWords.partitioning(table));
    }
    String distribution = table.properties().get(TablePlanner.DISTRIBUTION);
    if (distribution != null) {
      sql.append("\nDISTRIBUTED BY ").append(distribution);
    }
    appendOptions("PROPERTIES", properties(table), sql);
    appendOnlineOptions(OnlineOptions.written(table), sql);
    return sql.append(";").toString();
  }

  private static String index(IndexDefinition index) {
    List<String> items = new ArrayList<>();
    if (!index.keys().isEmpty()) {
      items.add("KEY=(" + ColumnWords.names(index.keys()) + ")");
    }
    String time = index.time();
    if (time != null) {
      items.add("TS=" + ColumnWords.name(time));
    }
    Ttl ttl = index.ttl();
    if (!ttl.equals(Ttl.NONE)) {
      String span = ttl.minutes() == 0 ? "0" : ttl.minutes() + "m";
      items.add(
          switch (ttl.kind()) {
            case ABSOLUTE -> "TTL=" + span;
            case LATEST -> "TTL=" + ttl.newest();
            case ABSANDLAT, ABSORLAT -> "TTL=(" + span + ", " + ttl.newest() + ")";
          });
      items.add("TTL_TYPE=" + ttl.kind().name().toLowerCase(Locale.ROOT));
    }
    return "INDEX(" + String.join(", ", items) + ")";
  }

  /** The columns of DUPLICATE KEY come first in the table; others can only come from ORDER BY. */
  private static void appendKeys(Table table, StringBuilder sql) {
    List<String> names = table.schema().names();
    boolean first =
        table.keys().size() <= names.size()
            && table.keys().equals(names.subList(0, table.keys().size()));
    boolean duplicate = table.keyKind() == Table.KeyKind.DUPLICATE;
    if (duplicate) {
      List<String> key = first ? table.keys() : names.subList(0, 1);
      sql.append("\nDUPLICATE KEY (").append(ColumnWords.names(key)).append(")");
    }
    if (!table.keys().isEmpty() && !(duplicate && first)) {
      sql.append("\nORDER BY (").append(ColumnWords.names(table.keys())).append(")");
    }
  }

  /** Properties that hold clauses without effect: by what follows the prefix, in order. */
  private static Map<String, String> kept(Table table, String prefix) {
    Map<String, String> found = new TreeMap<>();
    table
        .properties()
        .forEach(
            (key, value) -> {
              if (key.startsWith(prefix)) {
                found.put(key.substring(prefix.length()), value);
              }
            });
    return found;
  }

  private static Map<String, String> properties(Table table) {
    Map<String, String> written = new TreeMap<>(table.properties());
    written.keySet().removeIf(key -> key.startsWith(TablePlanner.KEPT));
    return written;
  }

  private static void appendOptions(String clause, Map<String, String> options, StringBuilder sql) {
    if (!options.isEmpty()) {
      List<String> lines = new ArrayList<>();
      options.forEach((key, value) -> lines.add(text(key) + " = " + text(value)));
      sql.append("\n").append(clause).append(" (\n  ");
      sql.append(String.join(",\n  ", lines)).append("\n)");
    }
  }

  /** As OpenMLDB writes them, so that it takes them too. */
  private static void appendOnlineOptions(Map<String, String> options, StringBuilder sql) {
    if (!options.isEmpty()) {
      List<String> lines = new ArrayList<>();
      options.forEach(
          (word, value) ->
              lines.add(
                  word.toUpperCase(Locale.ROOT)
                      + " = "
                      + (OnlineOptions.isWord(word) ? text(value) : value)));
      sql.append("\nOPTIONS (\n  ").append(String.join(",\n  ", lines)).append("\n)");
    }
  }

  private static String column(Column column) {
    StringBuilder sql =
        new StringBuilder(ColumnWords.name(column.name())).append(" ").append(column.type().sql());
    sql.append(column.nullable() ? " NULL" : " NOT NULL");
    DefaultValue value = column.defaultValue();
    if (value instanceof DefaultValue.Constant constant) {
      sql.append(" DEFAULT ").append(text(constant.text()));
    } else if (value != null) {
      sql.append(" DEFAULT ").append(value.sql());
    }
    if (!column.comment().isEmpty()) {
      sql.append(" COMMENT ").append(text(column.comment()));
    }
    return sql.toString();
  }

  /** In quotes, with MySQL's escapes. */
  static String text(String text) {
    return "'"
        + text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n").replace("\r", "\\r")
        + "'";
  }

  /** The rows of DESC: Field, Type, Null, Key, Default, Extra. */
  static List<@Nullable Object[]> describe(Table table) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Column column : table.schema().columns()) {
      rows.add(
          column(
              column,
              column.type().sql().toLowerCase(Locale.ROOT),
              Boolean.toString(ColumnWords.isKey(table, column.name()))));
    }
    return rows;
  }

  /** A row of DESC, as StarRocks has it, or of SHOW COLUMNS, as MySQL has it. */
  static @Nullable Object[] column(Column column, String type, String key) {
    return new @Nullable Object[] {
      column.name(),
      type,
      column.nullable() ? "YES" : "NO",
      key,
      ColumnWords.defaultText(column),
      ""
    };
  }
}
