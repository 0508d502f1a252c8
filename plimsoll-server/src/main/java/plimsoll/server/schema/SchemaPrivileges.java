package plimsoll.server.schema;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.sql.query.TableRead;

/**
 * {@code schema_privileges}: the user's own privileges on databases, those of its roles included.
 */
final class SchemaPrivileges extends SystemTable {
  SchemaPrivileges() {
    super(
        "schema_privileges",
        new Columns()
            .texts("GRANTEE", "TABLE_CATALOG", "TABLE_SCHEMA", "PRIVILEGE_TYPE", "IS_GRANTABLE"));
  }

  @Override
  public List<@Nullable Object[]> rows(Viewer viewer, TableRead read) {
    String grantee = viewer.account().toString();
    String grantable = Row.yesNo(viewer.access().may(Privilege.ADMIN, Scope.GLOBAL));
    return viewer.access().grants().stream()
        .filter(grant -> grant.scope().database() != null && grant.scope().table() == null)
        .map(
            grant ->
                Row.of(
                    grantee,
                    Row.CATALOG,
                    grant.scope().database(),
                    grant.privilege().name(),
                    grantable))
        .toList();
  }
}
