package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.sql.query.TableRead;

/** {@code global_variables} and {@code session_variables}. */
final class Variables extends SystemTable {
  private final boolean global;

  Variables(boolean global) {
    super(
        global ? "global_variables" : "session_variables",
        new Columns().words("VARIABLE_NAME").texts("VARIABLE_VALUE"));
    this.global = global;
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    viewer.session().variables(global).forEach((name, value) -> rows.add(Row.of(name, value)));
    return rows;
  }
}
