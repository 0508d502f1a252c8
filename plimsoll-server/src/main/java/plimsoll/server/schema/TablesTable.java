package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Table;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.query.TableRead;

/** {@code tables}: tables with their sizes. */
final class TablesTable extends SystemTable {
  private static final List<String> SIZES = List.of("TABLE_ROWS", "AVG_ROW_LENGTH", "DATA_LENGTH");

  TablesTable() {
    super(
        "tables",
        new Columns()
            .texts("TABLE_CATALOG", "TABLE_SCHEMA", "TABLE_NAME")
            .words("TABLE_TYPE", "ENGINE")
            .numbers("VERSION")
            .texts("ROW_FORMAT")
            .numbers(
                "TABLE_ROWS",
                "AVG_ROW_LENGTH",
                "DATA_LENGTH",
                "MAX_DATA_LENGTH",
                "INDEX_LENGTH",
                "DATA_FREE",
                "AUTO_INCREMENT")
            .times("CREATE_TIME", "UPDATE_TIME", "CHECK_TIME")
            .texts("TABLE_COLLATION")
            .numbers("CHECKSUM")
            .texts("CREATE_OPTIONS", "TABLE_COMMENT"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    boolean sized = SIZES.stream().anyMatch(read::names);
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Table table : viewer.tables(read, "TABLE_SCHEMA", "TABLE_NAME")) {
      rows.add(
          row(
              table,
              "BASE TABLE",
              "Plimsoll",
              sized ? viewer.facts().size(table) : Optional.empty()));
    }
    if (read.admits("TABLE_SCHEMA", SystemDatabase.NAME)) {
      for (SystemTable table : InformationSchema.tables()) {
        rows.add(row(table.definition(), "SYSTEM VIEW", "MEMORY", Optional.empty()));
      }
    }
    return rows;
  }

  private static @Nullable Object[] row(
      Table table, String type, String engine, Optional<TableFacts.Size> size) {
    return Row.of(
        Row.CATALOG,
        table.name().database(),
        table.name().table(),
        type,
        engine,
        null,
        null,
        size.map(TableFacts.Size::rows).orElse(null),
        size.map(TableFacts.Size::bytesPerRow).orElse(null),
        size.map(TableFacts.Size::bytes).orElse(null),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        CharacterSet.UTF8MB4.collation(),
        null,
        "",
        table.comment());
  }
}
