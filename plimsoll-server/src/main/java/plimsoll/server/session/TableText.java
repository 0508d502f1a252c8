package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.DefaultValue;
import plimsoll.model.PartitionField;
import plimsoll.model.Table;

/** Tables as text: the statement that makes one, and the rows of DESC. */
final class TableText {
  private TableText() {}

  /** A statement that makes the same table again, without its database, as SHOW CREATE TABLE prints. */
  static String createStatement(Table table) {
    StringBuilder sql = new StringBuilder("CREATE TABLE ").append(name(table.name().table()));
    List<String> columns = table.schema().columns().stream().map(TableText::column).toList();
    sql.append(" (\n  ").append(String.join(",\n  ", columns)).append("\n)");
    if (table.keyKind() == Table.KeyKind.DUPLICATE) {
      sql.append("\nDUPLICATE KEY(").append(names(table.keys())).append(")");
    }
    if (!table.comment().isEmpty()) {
      sql.append("\nCOMMENT ").append(text(table.comment()));
    }
    if (!table.partitioning().isEmpty()) {
      sql.append("\nPARTITION BY ").append(partitioning(table.partitioning()));
    }
    if (!table.properties().isEmpty()) {
      sql.append("\nPROPERTIES (\n  ").append(properties(table)).append("\n)");
    }
    return sql.append(";").toString();
  }

  private static String column(Column column) {
    StringBuilder sql =
        new StringBuilder(name(column.name())).append(" ").append(column.type().sql());
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

  private static String partitioning(List<PartitionField> fields) {
    List<String> terms = new ArrayList<>();
    for (PartitionField field : fields) {
      terms.add(
          switch (field.transform()) {
            case IDENTITY -> name(field.column());
            case YEAR, MONTH, DAY, HOUR ->
                "date_trunc("
                    + text(field.transform().name().toLowerCase(Locale.ROOT))
                    + ", "
                    + name(field.column())
                    + ")";
            case BUCKET, TRUNCATE ->
                field.transform().name().toLowerCase(Locale.ROOT)
                    + "("
                    + name(field.column())
                    + ", "
                    + field.width()
                    + ")";
          });
    }
    return String.join(", ", terms);
  }

  private static String properties(Table table) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(table.properties())
        .forEach((key, value) -> lines.add(text(key) + " = " + text(value)));
    return String.join(",\n  ", lines);
  }

  private static String names(List<String> names) {
    return String.join(", ", names.stream().map(TableText::name).toList());
  }

  private static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
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
          new @Nullable Object[] {
            column.name(),
            column.type().sql().toLowerCase(Locale.ROOT),
            column.nullable() ? "YES" : "NO",
            Boolean.toString(isKey(table, column)),
            defaultText(column.defaultValue()),
            ""
          });
    }
    return rows;
  }

  private static boolean isKey(Table table, Column column) {
    return table.keys().stream().anyMatch(key -> key.equalsIgnoreCase(column.name()));
  }

  private static @Nullable String defaultText(@Nullable DefaultValue value) {
    if (value instanceof DefaultValue.Constant constant) {
      return constant.text();
    }
    return value == null ? null : value.sql();
  }
}
