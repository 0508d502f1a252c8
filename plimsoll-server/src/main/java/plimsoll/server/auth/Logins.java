package plimsoll.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.access.AccessControl;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;

/**
 * Checks names with passwords that arrive as they are (HTTP basic authentication). A slow check
 * that succeeded is remembered as a salted hash, so that the next request costs one SHA-256; what
 * is remembered counts only while the account has the same verifiers. Safe for many threads.
 */
public final class Logins {
  private static final int MOST_PROVEN = 1000;
  private static final int SALT_BYTES = 16;

  private final AccessControl control;
  private final LoginFailures failures;
  private final byte[] salt = new byte[SALT_BYTES];
  private final Map<UserName, Proven> proven =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<UserName, Proven> eldest) {
          return size() > MOST_PROVEN;
        }
      };

  private record Proven(String passwordHash, byte[] quick) {}

  /** Logins to the accounts there; failures are counted there. */
  public Logins(AccessControl control, LoginFailures failures) {
    this.control = control;
    this.failures = failures;
    new SecureRandom().nextBytes(salt);
  }

  /**
   * The account that the password opens.
   *
   * @param address the client's
   * @throws plimsoll.error.PlimsollException WRONG_PASSWORD, also for a user that does not exist;
   *     TOO_MANY_LOGINS without looking at the password
   */
  public Account login(String user, String password, String address) {
    failures.check(user, address);
    Optional<Account> found = control.find(user, address);
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    boolean right = accepts(found.orElseGet(Account::decoy), bytes);
    if (found.isEmpty() || !right) {
      failures.failed(user, address);
      throw ErrorCode.WRONG_PASSWORD.with(user + "@" + address);
    }
    failures.succeeded(user, address);
    return found.get();
  }

  /**
   * The account that the password opens, if that can be told without the slow check and the user
   * did not fail there before; empty says nothing about it.
   *
   * @param address the client's
   */
  public Optional<Account> known(String user, String password, String address) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return failures.none(user, address)
        ? control
            .find(user, address)
            .filter(account -> acceptsAtOnce(account, bytes, user, address))
        : Optional.empty();
  }

  /** One wrong guess ends it, or many guesses at once would all be looked at, and none counted. */
  private boolean acceptsAtOnce(Account account, byte[] password, String user, String address) {
    if (password.length == 0) {
      return !account.hasPassword();
    }
    boolean right = account.hasPassword() && isProven(account, quick(password));
    if (!right) {
      failures.doubt(user, address);
    }
    return right;
  }

  private boolean accepts(Account account, byte[] password) {
    if (!account.hasPassword() || password.length == 0) {
      return account.accepts(password);
    }
    byte[] quick = quick(password);
    if (isProven(account, quick)) {
      return true;
    }
    boolean right = account.accepts(password);
    if (right) {
      remember(account, quick);
    }
    return right;
  }

  private boolean isProven(Account account, byte[] quick) {
    Proven known = proven(account.name());
    return known != null
        && known.passwordHash.equals(account.passwordHash())
        && MessageDigest.isEqual(known.quick, quick);
  }

  private synchronized @Nullable Proven proven(UserName name) {
    return proven.get(name);
  }

  private synchronized void remember(Account account, byte[] quick) {
    proven.put(account.name(), new Proven(account.passwordHash(), quick));
  }

  private byte[] quick(byte[] password) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(salt);
      return sha.digest(password);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
