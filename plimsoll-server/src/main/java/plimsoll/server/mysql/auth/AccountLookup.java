package plimsoll.server.mysql.auth;

import java.util.Optional;
import plimsoll.access.Account;

/** Where accounts are looked up. Safe for many threads. */
@FunctionalInterface
public interface AccountLookup {
  /**
   * The account that a user of that name, coming from that address, logs in to.
   *
   * @param address the client's, as text
   */
  Optional<Account> find(String user, String address);

  /**
   * The account that stands in for a user if it does not exist; nobody can log in to it. Takes the
   * same time for all names.
   */
  default Account decoy(String user) {
    return Account.decoy();
  }
}
