package plimsoll.access;

import plimsoll.error.ErrorCode;

/**
 * Somebody who may log in.
 *
 * @param name user and hosts
 * @param verifiers what proves to be its owner
 */
public record Account(UserName name, Verifiers verifiers) {
  /** The account of a fresh server: all rights, no password. */
  public static final Account FRESH_ROOT = new Account(UserName.ROOT, Verifiers.NONE);

  /** BAD_OPTION for root on some hosts only: root comes from everywhere. */
  public Account {
    if (name.isRoot() && !name.equals(UserName.ROOT)) {
      throw ErrorCode.BAD_OPTION.with("root is " + UserName.ROOT + " and no other: " + name + ".");
    }
  }

  /**
   * An account that nobody owns: checking it takes the same time and always fails. It stands in for
   * names that do not exist, so that a client cannot tell.
   */
  public static Account decoy() {
    return new Account(new UserName("nobody", UserName.ANYWHERE), Verifiers.unmatchable());
  }

  /** As {@link #decoy}, of an account that only {@code caching_sha2_password} opens. */
  public static Account boundDecoy() {
    return new Account(
        new UserName("nobody", UserName.ANYWHERE),
        new Verifiers("", Verifiers.unmatchable().sha2Hash()));
  }

  /** Whether only {@code caching_sha2_password} opens it. */
  public boolean isBoundToSha2() {
    return hasPassword() && verifiers.nativeHash().isEmpty();
  }

  /** Name without host. */
  public String user() {
    return name.user();
  }

  /** Whether it asks for a password at all. */
  public boolean hasPassword() {
    return verifiers.exist();
  }

  /** Whether that is its password, UTF-8. Takes some milliseconds: never on an event loop. */
  public boolean accepts(byte[] password) {
    return verifiers.accept(password);
  }

  /** SHA1(SHA1(password)) for {@code mysql_native_password}; empty if it may not log in so. */
  public byte[] nativeHash() {
    return verifiers.nativeBytes();
  }

  /** Changes whenever the password does; for keys of caches. Empty without a password. */
  public String passwordHash() {
    return verifiers.sha2Hash().isEmpty() ? verifiers.nativeHash() : verifiers.sha2Hash();
  }
}
