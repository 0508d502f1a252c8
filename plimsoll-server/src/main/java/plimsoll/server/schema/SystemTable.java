package plimsoll.server.schema;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.sql.query.SystemDatabase;
import plimsoll.sql.query.TableRead;

/** A table of {@code information_schema}. */
public abstract class SystemTable {
  private final Table definition;
  private final Set<String> anyCase;

  SystemTable(String name, Columns columns) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    definition = Table.of(id, new TableName(SystemDatabase.NAME, name), columns.schema());
    anyCase = columns.anyCase();
  }

  /** Name, in lower case, and columns. */
  public final Table definition() {
    return definition;
  }

  /** Its columns. */
  public final Schema schema() {
    return definition.schema();
  }

  /** Columns of words, which are equal in any case, as MySQL's are. */
  public final Set<String> anyCase() {
    return anyCase;
  }

  /**
   * Its rows for that user, values in the order of the columns: String, Integer, Long,
   * LocalDateTime or null.
   *
   * @param read rows that it does not admit may be left out, and columns that it does not name may
   *     be null
   */
  public abstract List<@Nullable Object[]> rows(Viewer viewer, TableRead read);
}
