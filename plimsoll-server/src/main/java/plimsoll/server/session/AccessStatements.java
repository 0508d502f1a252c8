package plimsoll.server.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Access;
import plimsoll.access.AccessBook;
import plimsoll.access.AccessControl;
import plimsoll.access.Account;
import plimsoll.access.Grant;
import plimsoll.access.Holder;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.model.TableName;
import plimsoll.server.auth.Guard;
import plimsoll.server.auth.Reach;
import plimsoll.sql.tree.AccessStatement;
import plimsoll.sql.tree.AccessStatement.Credential;
import plimsoll.sql.tree.AccessStatement.GrantPrivileges;
import plimsoll.sql.tree.AccessStatement.Grantee;

/**
 * Statements about users, roles and rights. All need ADMIN, but for one's own password and one's
 * own grants.
 */
final class AccessStatements implements AccessStatement.Visitor<StatementResult> {
  private final SqlServices services;
  private final SessionState session;
  private final Guard guard;
  private final AccessControl control;

  AccessStatements(SqlServices services, SessionState session, Guard guard) {
    this.services = services;
    this.session = session;
    this.guard = guard;
    this.control = services.access();
  }

  private void requireAdmin() {
    guard.requireOnServer(Privilege.ADMIN);
  }

  // ---- users

  @Override
  public StatementResult createUser(AccessStatement.CreateUser statement) {
    requireAdmin();
    AccessBook book = control.book();
    statement.roles().forEach(role -> requireRole(book, role));
    if (statement.ifNotExists() && book.accounts().containsKey(statement.user())) {
      return StatementResult.Done.ok(List.of("User " + statement.user() + " exists already."));
    }
    Account account = new Account(statement.user(), verifiers(statement.credential()));
    control.change(accounts -> accounts.create(account, statement.roles()));
    return StatementResult.Done.ok(withoutPassword(account));
  }

  @Override
  public StatementResult alterUser(AccessStatement.AlterUser statement) {
    Optional<UserName> self = self();
    UserName user = statement.user().or(() -> self).orElseThrow(this::gone);
    if (!self.equals(Optional.of(user))) {
      requireAdmin();
    }
    if (statement.ifExists() && !control.book().accounts().containsKey(user)) {
      return StatementResult.Done.ok(List.of("There is no user " + user + "."));
    }
    Account account = new Account(user, verifiers(statement.credential()));
    if (user.isRoot() && !account.hasPassword()) {
      requireLoopback();
    }
    control.change(accounts -> accounts.alter(account));
    return StatementResult.Done.ok(withoutPassword(account));
  }

  /** Who listens to others would expect that such a user can come from there. */
  private List<String> withoutPassword(Account account) {
    return account.hasPassword() || listensToThisMachineOnly()
        ? List.of()
        : List.of(
            account.name()
                + " has no password: it can log in from this machine only. ALTER USER "
                + account.name()
                + " IDENTIFIED BY '...' lets it come from elsewhere.");
  }

  private boolean listensToThisMachineOnly() {
    return Reach.isLoopback(services.settings().get(Settings.HOST));
  }

  private void requireLoopback() {
    String host = services.settings().get(Settings.HOST);
    if (!listensToThisMachineOnly()) {
      throw ErrorCode.REFUSED.with(
          "root needs a password while the server listens on '" + host + "'.");
    }
  }

  private Optional<UserName> self() {
    return Optional.of(guard.account()).filter(control::exists);
  }

  private RuntimeException gone() {
    return ErrorCode.UNKNOWN_USER.with("'" + guard.user() + "'@'" + guard.origin() + "'", "");
  }

  private static Verifiers verifiers(Credential credential) {
    Optional<Verifiers.Plugin> plugin = credential.plugin().map(Verifiers.Plugin::named);
    String text = credential.text();
    if (credential.hashed()) {
      return Verifiers.ofHash(text, plugin.orElseThrow());
    }
    return plugin.map(one -> Verifiers.of(text, one)).orElseGet(() -> Verifiers.of(text));
  }

  @Override
  public StatementResult dropUser(AccessStatement.DropUser statement) {
    requireAdmin();
    List<UserName> known =
        statement.users().stream().filter(control.book().accounts()::containsKey).toList();
    List<UserName> dropped = statement.ifExists() ? known : statement.users();
    control.change(accounts -> accounts.drop(dropped));
    return StatementResult.Done.ok();
  }

  // ---- roles

  @Override
  public StatementResult createRole(AccessStatement.CreateRole statement) {
    requireAdmin();
    List<String> roles = new ArrayList<>(statement.roles());
    roles.forEach(AccessStatements::checkRole);
    if (statement.ifNotExists()) {
      roles.removeAll(control.book().roles());
    }
    control.change(accounts -> accounts.createRoles(roles));
    return StatementResult.Done.ok();
  }

  /** A role is named like a user without a host. */
  private static void checkRole(String role) {
    UserName unused = new UserName(role, UserName.ANYWHERE);
    if (unused.isRoot()) {
      throw ErrorCode.BAD_NAME.with(role, "role", "it is a user's");
    }
  }

  @Override
  public StatementResult dropRole(AccessStatement.DropRole statement) {
    requireAdmin();
    List<String> roles = new ArrayList<>(statement.roles());
    if (statement.ifExists()) {
      roles.retainAll(control.book().roles());
    }
    control.change(accounts -> accounts.dropRoles(roles));
    return StatementResult.Done.ok();
  }

  private static void requireRole(AccessBook book, String role) {
    if (!book.roles().contains(role)) {
      throw ErrorCode.UNKNOWN_ROLE.with(role, "");
    }
  }

  // ---- grants

  @Override
  public StatementResult grantPrivileges(GrantPrivileges statement) {
    requireAdmin();
    Holder holder = holder(statement.grantee());
    Scope scope = scope(statement);
    if (statement.revoke()) {
      return revoke(statement, holder, scope);
    }
    List<Privilege> privileges =
        statement.privileges().isEmpty() ? Privilege.all(scope) : statement.privileges();
    Set<Grant> grants =
        privileges.stream()
            .map(privilege -> new Grant(privilege, scope))
            .collect(Collectors.toSet());
    control.change(accounts -> accounts.grant(holder, grants));
    return StatementResult.Done.ok(absent(scope));
  }

  private StatementResult revoke(GrantPrivileges statement, Holder holder, Scope scope) {
    AccessBook book = control.book();
    requireKnown(book, holder);
    Set<Grant> grants =
        book.direct(holder).stream()
            .filter(grant -> grant.scope().equals(scope))
            .filter(
                grant ->
                    statement.privileges().isEmpty()
                        || statement.privileges().contains(grant.privilege()))
            .collect(Collectors.toSet());
    if (grants.isEmpty() && !isRoot(holder)) {
      throw noSuchGrant(holder);
    }
    control.change(accounts -> accounts.revoke(holder, grants));
    return StatementResult.Done.ok(left(statement, holder, scope));
  }

  private static boolean isRoot(Holder holder) {
    UserName user = holder.user();
    return user != null && user.isRoot();
  }

  private static RuntimeException noSuchGrant(Holder holder) {
    UserName user = holder.user();
    return ErrorCode.NO_SUCH_GRANT.with(
        user == null ? holder.role() : user.user(),
        user == null ? UserName.ANYWHERE : user.host(),
        " SHOW GRANTS FOR "
            + (user == null ? holder : user)
            + " lists those that can be revoked, each by its own words.");
  }

  /** What the holder may still do, by a wider grant or a role: easily overlooked. */
  private List<String> left(GrantPrivileges statement, Holder holder, Scope scope) {
    if (isRoot(holder)) {
      return List.of("root keeps every right, whatever is granted to it or revoked.");
    }
    UserName user = holder.user();
    AccessBook book = control.book();
    var access = user == null ? book.access(holder) : book.access(user);
    List<Privilege> named =
        statement.privileges().isEmpty() ? Privilege.all(scope) : statement.privileges();
    String left =
        named.stream()
            .filter(privilege -> access.may(privilege, scope))
            .map(Privilege::name)
            .collect(Collectors.joining(", "));
    return left.isEmpty()
        ? List.of()
        : List.of(holder + " still has " + left + " on " + scope + ", by another grant or role.");
  }

  private List<String> absent(Scope scope) {
    String database = scope.database();
    String table = scope.table();
    boolean there =
        database == null
            || (table == null
                ? services.metastore().databaseExists(database)
                : services.metastore().table(new TableName(database, table)).isPresent());
    return there ? List.of() : List.of("There is no " + scope + " yet.");
  }

  private Scope scope(GrantPrivileges statement) {
    String all = GrantPrivileges.ALL;
    String database = statement.database().orElseGet(session::requireDatabase);
    if (database.equals(all)) {
      if (!statement.table().equals(all)) {
        throw ErrorCode.BAD_OPTION.with("'*." + statement.table() + "' names nothing.");
      }
      return Scope.GLOBAL;
    }
    return statement.table().equals(all)
        ? Scope.of(database)
        : Scope.of(new TableName(database, statement.table()));
  }

  @Override
  public StatementResult grantRoles(AccessStatement.GrantRoles statement) {
    requireAdmin();
    Holder holder = holder(statement.grantee());
    AccessBook book = control.book();
    statement.roles().forEach(role -> requireRole(book, role));
    if (statement.revoke()) {
      requireKnown(book, holder);
      if (statement.roles().stream().noneMatch(book.rolesOf(holder)::contains)) {
        throw noSuchGrant(holder);
      }
      control.change(accounts -> accounts.revokeRoles(holder, statement.roles()));
    } else {
      control.change(accounts -> accounts.grantRoles(holder, statement.roles()));
    }
    return StatementResult.Done.ok();
  }

  private Holder holder(Grantee grantee) {
    return grantee
        .role()
        .map(Holder::ofRole)
        .orElseGet(() -> Holder.of(grantee.user().or(this::self).orElseThrow(this::gone)));
  }

  // ---- what there is

  @Override
  public StatementResult showGrants(AccessStatement.ShowGrants statement) {
    Holder holder = holder(statement.grantee());
    UserName user = holder.user();
    if (user == null || !self().equals(Optional.of(user))) {
      requireAdmin();
    }
    AccessBook book = control.book();
    requireKnown(book, holder);
    String who = user == null ? String.valueOf(holder.role()) : user.toString();
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (String grant : grants(book, holder)) {
      rows.add(new @Nullable Object[] {who, "default_catalog", grant});
    }
    return ShowStatements.rows(
        ShowStatements.texts(user == null ? "RoleName" : "UserIdentity", "Catalog", "Grants"),
        rows);
  }

  private static void requireKnown(AccessBook book, Holder holder) {
    UserName user = holder.user();
    if (user != null && !book.accounts().containsKey(user)) {
      throw ErrorCode.UNKNOWN_USER.with(user, "");
    }
    String role = holder.role();
    if (role != null) {
      requireRole(book, role);
    }
  }

  /** Statements that would give the same. */
  private static List<String> grants(AccessBook book, Holder holder) {
    List<String> statements = new ArrayList<>();
    Set<String> roles = new TreeSet<>(book.rolesOf(holder));
    if (!roles.isEmpty()) {
      String names = roles.stream().map(role -> "'" + role + "'").collect(Collectors.joining(", "));
      statements.add("GRANT " + names + " TO " + holder);
    }
    Map<String, Set<Privilege>> byScope = new TreeMap<>();
    Set<Grant> direct = new HashSet<>(book.direct(holder));
    if (isRoot(holder)) {
      direct.addAll(Access.ALL.grants());
    }
    for (Grant grant : direct) {
      byScope
          .computeIfAbsent(grant.scope().toString(), scope -> new TreeSet<>())
          .add(grant.privilege());
    }
    byScope.forEach(
        (scope, privileges) ->
            statements.add(
                "GRANT "
                    + privileges.stream().map(Privilege::name).collect(Collectors.joining(", "))
                    + " ON "
                    + scope
                    + " TO "
                    + holder));
    return statements;
  }

  @Override
  public StatementResult showUsers(AccessStatement.ShowUsers statement) {
    requireAdmin();
    Set<String> names = new TreeSet<>(control.book().roles());
    if (!statement.roles()) {
      names.clear();
      control.book().accounts().keySet().forEach(user -> names.add(user.toString()));
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    names.forEach(name -> rows.add(new @Nullable Object[] {name}));
    return ShowStatements.rows(ShowStatements.texts(statement.roles() ? "Name" : "User"), rows);
  }
}
