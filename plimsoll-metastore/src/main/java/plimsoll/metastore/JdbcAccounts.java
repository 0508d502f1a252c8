package plimsoll.metastore;

import java.sql.SQLException;
import java.time.Clock;
import java.util.Collection;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import plimsoll.access.AccessBook;
import plimsoll.access.Account;
import plimsoll.access.Accounts;
import plimsoll.access.Grant;
import plimsoll.access.Holder;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;

/** Users, roles and grants over JDBC: each method is one transaction. */
final class JdbcAccounts implements Accounts {
  private final Sessions sessions;
  private final Clock clock;

  JdbcAccounts(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  @Override
  public AccessBook read() {
    return sessions.read(JdbcAccounts::book);
  }

  private static AccessBook book(Transaction tx) throws SQLException {
    AccountRows accounts = new AccountRows(tx);
    GrantRows grants = new GrantRows(tx);
    return new AccessBook(
        accounts.users().stream().collect(Collectors.toMap(Account::name, Function.identity())),
        accounts.roles(),
        grants.grants(),
        grants.roles());
  }

  @Override
  public void create(Account account, Collection<String> roles) {
    sessions.change(
        tx -> {
          new AccountRows(tx).insert(account, clock.millis());
          giveRoles(tx, Holder.of(account.name()), roles);
        });
  }

  @Override
  public void alter(Account account) {
    sessions.change(tx -> new AccountRows(tx).update(account));
  }

  @Override
  public void drop(Collection<UserName> users) {
    if (users.stream().anyMatch(UserName::isRoot)) {
      throw ErrorCode.REFUSED.with("root stays: a server without it could not be administered.");
    }
    sessions.change(
        tx -> {
          for (UserName user : users) {
            new AccountRows(tx).delete(user);
            new GrantRows(tx).forget(Holder.of(user));
          }
        });
  }

  @Override
  public void createRoles(Collection<String> roles) {
    sessions.change(
        tx -> {
          for (String role : roles) {
            new AccountRows(tx).insertRole(role, clock.millis());
          }
        });
  }

  /** Those who had a role lose it by the reference to it. */
  @Override
  public void dropRoles(Collection<String> roles) {
    sessions.change(
        tx -> {
          for (String role : roles) {
            new AccountRows(tx).deleteRole(role);
            new GrantRows(tx).forget(Holder.ofRole(role));
          }
        });
  }

  @Override
  public void grant(Holder holder, Set<Grant> grants) {
    sessions.change(
        tx -> {
          new AccountRows(tx).require(holder);
          new GrantRows(tx).insert(holder, grants);
        });
  }

  @Override
  public void revoke(Holder holder, Set<Grant> grants) {
    sessions.change(
        tx -> {
          new AccountRows(tx).require(holder);
          new GrantRows(tx).delete(holder, grants);
        });
  }

  @Override
  public void grantRoles(Holder holder, Collection<String> roles) {
    sessions.change(tx -> giveRoles(tx, holder, roles));
  }

  private static void giveRoles(Transaction tx, Holder holder, Collection<String> roles)
      throws SQLException {
    AccountRows accounts = new AccountRows(tx);
    accounts.require(holder);
    for (String role : roles) {
      accounts.requireRole(role);
      if (book(tx).wouldCycle(role, holder)) {
        throw ErrorCode.ROLE_CYCLE.with(role, holder.role());
      }
      new GrantRows(tx).insertRole(holder, role);
    }
  }

  @Override
  public void revokeRoles(Holder holder, Collection<String> roles) {
    sessions.change(
        tx -> {
          AccountRows accounts = new AccountRows(tx);
          accounts.require(holder);
          for (String role : roles) {
            accounts.requireRole(role);
            new GrantRows(tx).deleteRole(holder, role);
          }
        });
  }
}
