package plimsoll.metastore;

import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import plimsoll.access.Account;
import plimsoll.access.Holder;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/** Users and roles. */
final class AccountRows {
  private final Transaction transaction;

  AccountRows(Transaction transaction) {
    this.transaction = transaction;
  }

  List<Account> users() throws SQLException {
    return transaction.query(
        "SELECT user_name, host_pattern, native_hash, sha2_hash FROM users",
        row ->
            new Account(
                new UserName(row.getString(1), row.getString(2)),
                new Verifiers(row.getString(3), row.getString(4))));
  }

  Set<String> roles() throws SQLException {
    return new TreeSet<>(transaction.query("SELECT role_name FROM roles", row -> row.getString(1)));
  }

  void insert(Account account, long now) throws SQLException {
    int added =
        transaction.update(
            "INSERT INTO users (user_name, host_pattern, native_hash, sha2_hash, created_at)"
                + " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            account.name().user(),
            account.name().host(),
            account.verifiers().nativeHash(),
            account.verifiers().sha2Hash(),
            now);
    if (added == 0) {
      throw ErrorCode.USER_EXISTS.with(account.name());
    }
  }

  void update(Account account) throws SQLException {
    int changed =
        transaction.update(
            "UPDATE users SET native_hash = ?, sha2_hash = ?"
                + " WHERE user_name = ? AND host_pattern = ?",
            account.verifiers().nativeHash(),
            account.verifiers().sha2Hash(),
            account.name().user(),
            account.name().host());
    if (changed == 0) {
      throw unknown(account.name());
    }
  }

  void delete(UserName user) throws SQLException {
    int gone =
        transaction.update(
            "DELETE FROM users WHERE user_name = ? AND host_pattern = ?", user.user(), user.host());
    if (gone == 0) {
      throw unknown(user);
    }
  }

  void insertRole(String role, long now) throws SQLException {
    int added =
        transaction.update(
            "INSERT INTO roles (role_name, created_at) VALUES (?, ?) ON CONFLICT DO NOTHING",
            role,
            now);
    if (added == 0) {
      throw ErrorCode.ROLE_EXISTS.with(role);
    }
  }

  void deleteRole(String role) throws SQLException {
    if (transaction.update("DELETE FROM roles WHERE role_name = ?", role) == 0) {
      throw unknownRole(role);
    }
  }

  /** UNKNOWN_USER, UNKNOWN_ROLE. */
  void require(Holder holder) throws SQLException {
    UserName user = holder.user();
    String role = holder.role();
    if (role != null) {
      requireRole(role);
    } else if (user != null && !exists(user)) {
      throw unknown(user);
    }
  }

  void requireRole(String role) throws SQLException {
    if (!roles().contains(role)) {
      throw unknownRole(role);
    }
  }

  private boolean exists(UserName user) throws SQLException {
    return transaction
        .first(
            "SELECT 1 FROM users WHERE user_name = ? AND host_pattern = ?",
            row -> row.getInt(1),
            user.user(),
            user.host())
        .isPresent();
  }

  private RuntimeException unknown(UserName user) throws SQLException {
    List<UserName> known = users().stream().map(Account::name).toList();
    String hint =
        Nearest.find(user.user(), known.stream().map(UserName::user).toList())
            .flatMap(name -> known.stream().filter(each -> each.user().equals(name)).findFirst())
            .map(meant -> " Did you mean " + meant + "?")
            .orElse("");
    return ErrorCode.UNKNOWN_USER.with(user, hint);
  }

  private RuntimeException unknownRole(String role) throws SQLException {
    return ErrorCode.UNKNOWN_ROLE.with(role, Nearest.hint(role, roles()));
  }
}
