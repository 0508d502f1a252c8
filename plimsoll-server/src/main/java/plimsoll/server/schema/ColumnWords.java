package plimsoll.server.schema;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.DefaultValue;
import plimsoll.model.PartitionField;
import plimsoll.model.Table;

/** Parts of a table's definition as clients read them. */
public final class ColumnWords {
  private ColumnWords() {}

  /** What a column gets that a load does not mention; null if nothing is declared. */
  public static @Nullable String defaultText(Column column) {
    DefaultValue value = column.defaultValue();
    if (value instanceof DefaultValue.Constant constant) {
      return constant.text();
    }
    return value == null ? null : value.sql();
  }

  /** StarRocks' word for a key column, {@code DUP}; empty for others. */
  public static String key(Table table, Column column) {
    return table.keyKind() == Table.KeyKind.DUPLICATE && isKey(table, column.name()) ? "DUP" : "";
  }

  /** Whether a column is one of those that the table is declared to be keyed or sorted by. */
  public static boolean isKey(Table table, String column) {
    return table.keys().stream().anyMatch(key -> key.equalsIgnoreCase(column));
  }

  /**
   * The fields of a table's partitioning as SHOW CREATE TABLE writes them; empty if there are none.
   */
  public static String partitioning(Table table) {
    return table.partitioning().stream()
        .map(ColumnWords::partition)
        .collect(Collectors.joining(", "));
  }

  private static String partition(PartitionField field) {
    return switch (field.transform()) {
      case IDENTITY -> name(field.column());
      case YEAR, MONTH, DAY, HOUR ->
          "date_trunc('"
              + field.transform().name().toLowerCase(Locale.ROOT)
              + "', "
              + name(field.column())
              + ")";
      case BUCKET, TRUNCATE ->
          field.transform().name().toLowerCase(Locale.ROOT)
              + "("
              + name(field.column())
              + ", "
              + field.width()
              + ")";
    };
  }

  /** Names in backticks. */
  public static String names(List<String> names) {
    return names.stream().map(ColumnWords::name).collect(Collectors.joining(", "));
  }

  /** A name in backticks. */
  public static String name(String name) {
    return "`" + name.replace("`", "``") + "`";
  }
}
