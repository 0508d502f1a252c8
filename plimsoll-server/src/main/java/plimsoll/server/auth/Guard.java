package plimsoll.server.auth;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import plimsoll.access.Access;
import plimsoll.access.AccessControl;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.LoadRecord;
import plimsoll.model.TableName;

/**
 * Stands before everything that one client asks for; every front end asks here and nowhere else.
 * Rights are looked up by name, before anything is looked for: no answer tells somebody without
 * rights whether a name exists.
 *
 * <p>Remembers the tables it was asked about, for the audit log. For one thread at a time.
 */
public final class Guard {
  private static final int MOST_REMEMBERED = 64;

  private final AccessControl control;
  private final UserName account;
  private final String origin;
  private final Set<String> tables = new LinkedHashSet<>();

  /** Before somebody who has logged in to that account from that address. */
  public Guard(AccessControl control, UserName account, String origin) {
    this.control = control;
    this.account = account;
    this.origin = origin;
  }

  /** Who asks. */
  public String user() {
    return account.user();
  }

  /** The account that was logged in to. */
  public UserName account() {
    return account;
  }

  /** UNKNOWN_USER once the account was dropped: a connection must not outlive it. */
  public void requireAccount() {
    if (!control.exists(account)) {
      throw ErrorCode.UNKNOWN_USER.with(account, "");
    }
  }

  /** From which address. */
  public String origin() {
    return origin;
  }

  /** The rights as they are now: a REVOKE works at once. */
  public Access access() {
    return control.access(account);
  }

  /** ACCESS_DENIED without one of these privileges on a table, which need not exist. */
  public void require(TableName table, Privilege... oneOf) {
    remember(table);
    access().require(Scope.of(table), oneOf);
  }

  /** ACCESS_DENIED without one of these privileges on a whole database. */
  public void requireOn(String database, Privilege... oneOf) {
    access().require(Scope.of(database), oneOf);
  }

  /** ACCESS_DENIED without one of these privileges on everything. */
  public void requireOnServer(Privilege... oneOf) {
    access().require(Scope.GLOBAL, oneOf);
  }

  /** ACCESS_DENIED without any right on the table. */
  public void requireAny(TableName table) {
    remember(table);
    Access access = access();
    if (!access.sees(table)) {
      throw access.deniedAny(Scope.of(table));
    }
  }

  /** ACCESS_DENIED without any right on the database or in it. */
  public void requireAny(String database) {
    Access access = access();
    if (!access.sees(database)) {
      throw access.deniedAny(Scope.of(database));
    }
  }

  /** Whether the user may know of that table. */
  public boolean sees(TableName table) {
    return access().sees(table);
  }

  /** Whether the user may know of that database. */
  public boolean sees(String database) {
    return access().sees(database);
  }

  /** Those of the databases that the user may know of. */
  public List<String> visible(List<String> databases) {
    Access access = access();
    return databases.stream().filter(access::sees).toList();
  }

  /** Whether the user may see and cancel a load: its own, or one into tables it may load. */
  public boolean manages(String owner, List<TableName> targets) {
    if (user().equals(owner)) {
      return true;
    }
    Access access = access();
    return access.may(Privilege.OPERATE, Scope.GLOBAL)
        || (!targets.isEmpty()
            && targets.stream().allMatch(table -> access.may(Privilege.INSERT, Scope.of(table))));
  }

  /** As {@link #manages(String, List)}. A record that aged out has no tables any more. */
  public boolean manages(LoadRecord load) {
    return manages(load.user(), load.tables())
        || (load.tables().isEmpty() && access().may(Privilege.INSERT, Scope.of(load.database())));
  }

  /**
   * Looks something up that the user may use. If it is not there, names are suggested only to those
   * who may see all of them.
   */
  public <T> T find(Supplier<T> lookUp, TableName wanted) {
    try {
      return lookUp.get();
    } catch (PlimsollException e) {
      if (seesEverything()) {
        throw e;
      }
      throw switch (e.code()) {
        case UNKNOWN_TABLE -> ErrorCode.UNKNOWN_TABLE.with(wanted, "");
        case UNKNOWN_DATABASE -> ErrorCode.UNKNOWN_DATABASE.with(wanted.database(), "");
        default -> e;
      };
    }
  }

  private boolean seesEverything() {
    return access().grants().stream()
        .anyMatch(
            grant ->
                grant.scope().equals(Scope.GLOBAL)
                    && (grant.privilege().ofData() || grant.privilege() == Privilege.ADMIN));
  }

  private void remember(TableName table) {
    if (tables.size() < MOST_REMEMBERED) {
      tables.add(table.toString());
    }
  }

  /** Tables asked about since the last call. */
  public List<String> takeTables() {
    List<String> taken = List.copyOf(tables);
    tables.clear();
    return taken;
  }
}
