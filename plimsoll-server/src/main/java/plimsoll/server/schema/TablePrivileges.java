package plimsoll.server.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.sql.query.TableRead;

/** {@code table_privileges}: the user's own privileges on tables, those of its roles included. */
final class TablePrivileges extends SystemTable {
  TablePrivileges() {
    super(
        "table_privileges",
        new Columns()
            .texts(
                "GRANTEE",
                "TABLE_CATALOG",
                "TABLE_SCHEMA",
                "TABLE_NAME",
                "PRIVILEGE_TYPE",
                "IS_GRANTABLE"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    String grantee = viewer.account().toString();
    String grantable = Row.yesNo(viewer.access().may(Privilege.ADMIN, Scope.GLOBAL));
    return viewer.access().grants().stream()
        .filter(grant -> grant.scope().table() != null)
        .map(
            grant ->
                Row.of(
                    grantee,
                    Row.CATALOG,
                    grant.scope().database(),
                    grant.scope().table(),
                    grant.privilege().name(),
                    grantable))
        .toList();
  }
}
