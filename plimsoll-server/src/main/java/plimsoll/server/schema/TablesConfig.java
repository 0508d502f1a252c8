package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import plimsoll.model.OnlineOptions;
import plimsoll.model.Table;
import plimsoll.sql.plan.TablePlanner;
import plimsoll.sql.query.TableRead;

/** {@code tables_config}: how tables are declared, as StarRocks says it. */
final class TablesConfig extends SystemTable {
  private static final Pattern DISTRIBUTION =
      Pattern.compile(
          "(\\w+)\\s*(?:\\((.*?)\\))?\\s*(?:BUCKETS\\s+(\\w+))?\\s*", Pattern.CASE_INSENSITIVE);

  TablesConfig() {
    super(
        "tables_config",
        new Columns()
            .texts(
                "TABLE_SCHEMA",
                "TABLE_NAME",
                "TABLE_ENGINE",
                "TABLE_MODEL",
                "PRIMARY_KEY",
                "PARTITION_KEY",
                "DISTRIBUTE_KEY",
                "DISTRIBUTE_TYPE")
            .numbers("DISTRIBUTE_BUCKET")
            .texts("SORT_KEY", "PROPERTIES", "TABLE_ID"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Table table : viewer.tables(read, "TABLE_SCHEMA", "TABLE_NAME")) {
      rows.add(row(table));
    }
    return rows;
  }

  private static @Nullable Object[] row(Table table) {
    Matcher distribution =
        DISTRIBUTION.matcher(table.properties().getOrDefault(TablePlanner.DISTRIBUTION, ""));
    boolean distributed = distribution.matches();
    String keys = ColumnWords.names(table.keys());
    return Row.of(
        table.name().database(),
        table.name().table(),
        "Plimsoll",
        "DUP_KEYS",
        table.keyKind() == Table.KeyKind.DUPLICATE ? keys : "",
        ColumnWords.partitioning(table),
        distributed && distribution.group(2) != null ? distribution.group(2) : "",
        distributed ? distribution.group(1).toUpperCase(Locale.ROOT) : "",
        distributed ? buckets(distribution.group(3)) : null,
        keys,
        properties(table),
        table.id().toString());
  }

  private static @Nullable Long buckets(@Nullable String written) {
    return written != null && written.matches("[0-9]{1,9}") ? Long.valueOf(written) : null;
  }

  private static String properties(Table table) {
    Map<String, String> shown = new TreeMap<>(table.properties());
    shown.keySet().removeIf(key -> key.startsWith(TablePlanner.KEPT));
    shown.putAll(OnlineOptions.written(table));
    return JsonText.object(shown);
  }
}
