package plimsoll.server.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.query.TableRead;

/** {@code engines}: the one kind of tables. */
final class Engines extends SystemTable {
  Engines() {
    super(
        "engines",
        new Columns().texts("ENGINE", "SUPPORT", "COMMENT", "TRANSACTIONS", "XA", "SAVEPOINTS"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    return List.<@Nullable Object[]>of(
        Row.of("Plimsoll", "DEFAULT", "Apache Iceberg tables", "NO", "NO", "NO"));
  }
}
