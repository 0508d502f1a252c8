package plimsoll.access;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides who may come in and do what. Keeps all users and grants in memory, so that asking costs
 * nothing: one process at a time holds a metastore. Safe for many threads; a change is seen by
 * every question asked after it returned.
 */
public final class AccessControl {
  private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);

  private final Accounts accounts;
  private volatile AccessBook book = new AccessBook(Map.of(), Set.of(), Map.of(), Map.of());
  private volatile boolean stale = true;

  /** Over what is kept there; it is read when the first question is asked. */
  public AccessControl(Accounts accounts) {
    this.accounts = accounts;
  }

  /** Whether the next question is answered without reading. */
  public boolean isAtHand() {
    return !stale;
  }

  /** All there is now. */
  public AccessBook book() {
    if (stale) {
      refresh();
    }
    return book;
  }

  /**
   * The account that a user of that name logs in to. One without a password is there for clients of
   * this machine only: elsewhere everybody could take it, root and its like included.
   *
   * @param address the client's address as text
   */
  public Optional<Account> find(String user, String address) {
    return book().find(user, address).filter(account -> isSafe(account, address));
  }

  private static boolean isSafe(Account account, String address) {
    boolean safe = account.hasPassword() || UserName.isThisMachine(address);
    if (!safe) {
      LOG.debug( // anybody can make it happen, at any rate
          "{} has no password and may log in from this machine only: refused from {}",
          account.name(),
          address);
    }
    return safe;
  }

  /**
   * The rights that an account has now; none once it was dropped. Whoever has logged in to it keeps
   * to it: a nearer or wider account of the same name is somebody else's, with another password.
   */
  public Access access(UserName account) {
    return account.isRoot() ? Access.ALL : book().access(account); // root: also by the token
  }

  /** Whether there is such an account (still). */
  public boolean exists(UserName account) {
    return account.isRoot() || book().accounts().containsKey(account);
  }

  /**
   * Makes a change. Whatever comes of it, what is there is read again; when that fails, nobody is
   * answered before it succeeds.
   */
  public synchronized void change(Consumer<Accounts> change) {
    try {
      change.accept(accounts);
    } finally {
      stale = true;
    }
    refresh();
  }

  private synchronized void refresh() {
    if (stale) {
      book = accounts.read();
      stale = false;
    }
  }
}
