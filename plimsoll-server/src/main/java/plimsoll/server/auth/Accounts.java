package plimsoll.server.auth;

import java.util.Optional;

/** Where accounts are looked up. Safe for many threads. */
@FunctionalInterface
public interface Accounts {
  /**
   * The account that a user of that name, coming from that host, logs in to.
   *
   * @param host the client's address as text
   */
  Optional<Account> find(String user, String host);

  /** The only account of a fresh server: {@code root} with an empty password. */
  static Accounts onlyRoot() {
    Account root = Account.withoutPassword("root");
    return (user, host) -> user.equals(root.user()) ? Optional.of(root) : Optional.empty();
  }
}
