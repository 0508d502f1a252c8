package plimsoll.server.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.query.TableRead;

/** {@code collation_character_set_applicability}: which collation is of which character set. */
final class CollationNames extends SystemTable {
  CollationNames() {
    super(
        "collation_character_set_applicability",
        new Columns().words("COLLATION_NAME", "CHARACTER_SET_NAME"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    return CharacterSet.collations().stream()
        .map(one -> Row.of(one.name(), one.charset()))
        .toList();
  }
}
