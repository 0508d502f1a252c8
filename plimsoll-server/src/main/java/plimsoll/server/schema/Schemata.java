package plimsoll.server.schema;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.query.TableRead;

/** {@code schemata}: databases. */
final class Schemata extends SystemTable {
  Schemata() {
    super(
        "schemata",
        new Columns()
            .texts(
                "CATALOG_NAME",
                "SCHEMA_NAME",
                "DEFAULT_CHARACTER_SET_NAME",
                "DEFAULT_COLLATION_NAME",
                "SQL_PATH"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    return Stream.concat(viewer.databases().stream(), Stream.of(SystemDatabase.NAME))
        .sorted()
        .map(
            name ->
                Row.of(
                    Row.CATALOG,
                    name,
                    CharacterSet.UTF8MB4.text(),
                    CharacterSet.UTF8MB4.collation(),
                    null))
        .toList();
  }
}
