package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.sql.query.TableRead;

/** {@code offline_tables}: what OpenMLDB's DESC says of the offline side of tables. */
final class OfflineTables extends SystemTable {
  OfflineTables() {
    super(
        "offline_tables",
        new Columns()
            .texts(
                "TABLE_SCHEMA", "TABLE_NAME", "DATA_PATH", "SYMBOLIC_PATHS", "FORMAT", "OPTIONS"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Table table : viewer.tables(read, "TABLE_SCHEMA", "TABLE_NAME")) {
      Optional<TableFacts.Offline> offline = viewer.facts().offline(table);
      offline.ifPresent(found -> rows.add(row(table, found)));
    }
    return rows;
  }

  private static @Nullable Object[] row(Table table, TableFacts.Offline offline) {
    SoftLinks links = offline.links();
    return Row.of(
        table.name().database(),
        table.name().table(),
        offline.directory(),
        offline.paths(),
        links.isEmpty() ? SoftLinks.OWN_FORMAT : links.format(),
        offline.options());
  }
}
