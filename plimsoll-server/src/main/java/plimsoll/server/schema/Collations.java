package plimsoll.server.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.query.TableRead;

/** {@code collations}: as SHOW COLLATION. */
final class Collations extends SystemTable {
  Collations() {
    super(
        "collations",
        new Columns()
            .words("COLLATION_NAME", "CHARACTER_SET_NAME")
            .numbers("ID")
            .texts("IS_DEFAULT", "IS_COMPILED")
            .numbers("SORTLEN"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    return CharacterSet.collations().stream()
        .map(
            one ->
                Row.of(
                    one.name(),
                    one.charset(),
                    (long) one.number(),
                    one.main() ? "Yes" : "",
                    "Yes",
                    1L))
        .toList();
  }
}
