package plimsoll.server.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.query.TableRead;

/** {@code character_sets}: as SHOW CHARACTER SET. */
final class CharacterSetsTable extends SystemTable {
  CharacterSetsTable() {
    super(
        "character_sets",
        new Columns()
            .words("CHARACTER_SET_NAME", "DEFAULT_COLLATE_NAME", "DESCRIPTION")
            .numbers("MAXLEN"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    return CharacterSet.collations().stream()
        .filter(Collation::main)
        .map(main -> Row.of(main.charset(), main.name(), "", (long) main.widest()))
        .toList();
  }
}
