package plimsoll.server.auth;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * An account and what proves to be its owner. Both hashes belong to the same password.
 *
 * @param user its name
 * @param nativeHash SHA1(SHA1(password)), for {@code mysql_native_password}; empty if that way is
 *     not allowed, or without a password
 * @param passwordHash as {@link PasswordHash} writes it; empty for an empty password
 */
public record Account(String user, byte[] nativeHash, String passwordHash) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] NONE = {};

  /** An account with an empty password. */
  public static Account withoutPassword(String user) {
    return new Account(user, NONE, "");
  }

  /** An account with that password, UTF-8. An empty one is none. */
  public static Account withPassword(String user, byte[] password) {
    return password.length == 0
        ? withoutPassword(user)
        : new Account(user, nativeHash(password), PasswordHash.of(password));
  }

  /**
   * An account that nobody owns: its checks take the same time and always fail. It stands in for
   * names that do not exist, so that a client cannot tell.
   */
  public static Account decoy(String user) {
    byte[] nobodyKnows = new byte[20];
    RANDOM.nextBytes(nobodyKnows);
    return new Account(user, nobodyKnows, PasswordHash.unmatchable());
  }

  /** Whether it asks for a password at all. */
  public boolean hasPassword() {
    return !passwordHash.isEmpty();
  }

  /** Whether that is its password. Takes some 50 ms where there is one. */
  public boolean accepts(byte[] password) {
    return hasPassword() ? PasswordHash.matches(password, passwordHash) : password.length == 0;
  }

  private static byte[] nativeHash(byte[] password) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return sha1.digest(sha1.digest(password));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }
}
