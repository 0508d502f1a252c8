package plimsoll.metastore;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Grant;
import plimsoll.access.Holder;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.access.UserName;

/** What users and roles were granted: privileges, and roles. */
final class GrantRows {
  private static final String USER = "USER";
  private static final String ROLE = "ROLE";
  private static final String HOLDER = "holder_kind, holder_name, holder_host";
  private static final String IS_HOLDER =
      " WHERE holder_kind = ? AND holder_name = ? AND holder_host = ?";

  private final Transaction transaction;

  GrantRows(Transaction transaction) {
    this.transaction = transaction;
  }

  Map<Holder, Set<Grant>> grants() throws SQLException {
    Map<Holder, Set<Grant>> all = new HashMap<>();
    transaction
        .query(
            "SELECT " + HOLDER + ", privilege, database_name, table_name FROM privilege_grants",
            row -> Map.entry(holder(row), grant(row)))
        .forEach(
            row -> all.computeIfAbsent(row.getKey(), h -> new HashSet<>()).add(row.getValue()));
    return all;
  }

  Map<Holder, Set<String>> roles() throws SQLException {
    Map<Holder, Set<String>> all = new HashMap<>();
    transaction
        .query(
            "SELECT " + HOLDER + ", role_name FROM role_grants",
            row -> Map.entry(holder(row), row.getString(4)))
        .forEach(
            row -> all.computeIfAbsent(row.getKey(), h -> new HashSet<>()).add(row.getValue()));
    return all;
  }

  void insert(Holder holder, Set<Grant> grants) throws SQLException {
    transaction.updateAll(
        "INSERT INTO privilege_grants ("
            + HOLDER
            + ", privilege, database_name, table_name) VALUES (?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        values(holder, grants));
  }

  void delete(Holder holder, Set<Grant> grants) throws SQLException {
    transaction.updateAll(
        "DELETE FROM privilege_grants"
            + IS_HOLDER
            + " AND privilege = ? AND database_name = ? AND table_name = ?",
        values(holder, grants));
  }

  void insertRole(Holder holder, String role) throws SQLException {
    transaction.update(
        "INSERT INTO role_grants ("
            + HOLDER
            + ", role_name) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        kind(holder),
        name(holder),
        host(holder),
        role);
  }

  void deleteRole(Holder holder, String role) throws SQLException {
    transaction.update(
        "DELETE FROM role_grants" + IS_HOLDER + " AND role_name = ?",
        kind(holder),
        name(holder),
        host(holder),
        role);
  }

  /** Forgets all that a user or role was granted. */
  void forget(Holder holder) throws SQLException {
    for (String table : List.of("privilege_grants", "role_grants")) {
      transaction.update(
          "DELETE FROM " + table + IS_HOLDER, kind(holder), name(holder), host(holder));
    }
  }

  private static List<@Nullable Object[]> values(Holder holder, Set<Grant> grants) {
    return grants.stream()
        .map(
            grant ->
                new @Nullable Object[] {
                  kind(holder),
                  name(holder),
                  host(holder),
                  grant.privilege().name(),
                  orEmpty(grant.scope().database()),
                  orEmpty(grant.scope().table())
                })
        .toList();
  }

  private static Holder holder(ResultSet row) throws SQLException {
    String name = row.getString(2);
    return row.getString(1).equals(ROLE)
        ? Holder.ofRole(name)
        : Holder.of(new UserName(name, row.getString(3)));
  }

  private static Grant grant(ResultSet row) throws SQLException {
    return new Grant(
        Privilege.valueOf(row.getString(4)),
        new Scope(orNull(row.getString(5)), orNull(row.getString(6))));
  }

  private static String kind(Holder holder) {
    return holder.user() == null ? ROLE : USER;
  }

  private static String name(Holder holder) {
    UserName user = holder.user();
    return user == null ? orEmpty(holder.role()) : user.user();
  }

  private static String host(Holder holder) {
    UserName user = holder.user();
    return user == null ? "" : user.host();
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
