package plimsoll.server.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Collection;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import plimsoll.access.AccessControl;
import plimsoll.access.Account;

/**
 * Accounts that stand in for user names that do not exist. Safe for many threads.
 *
 * <p>MySQL's protocol shows before any password whether an account is bound to the newer plugin. So
 * as large a share of the unknown names looks bound as of the accounts; which of them is settled by
 * a secret, and stays so.
 */
public final class Decoys {
  private static final String HMAC = "HmacSHA256";
  private static final double ALL = 0x1p63;

  private final AccessControl control;
  private final SecretKeySpec secret;

  /**
   * Decoys among those accounts.
   *
   * @param secret the same at every start
   */
  public Decoys(AccessControl control, byte[] secret) {
    this.control = control;
    this.secret = new SecretKeySpec(secret, HMAC);
  }

  /**
   * The account that a name without one seems to have; nobody can log in to it. To be asked for
   * names with an account too, or the time that it takes would tell them.
   */
  public Account of(String user) {
    double share = shareOfBound();
    return share > 0 && place(user) < share ? Account.boundDecoy() : Account.decoy();
  }

  private double shareOfBound() {
    Collection<Account> accounts = control.book().accounts().values();
    long asking = accounts.stream().filter(Account::hasPassword).count();
    long bound = accounts.stream().filter(Account::isBoundToSha2).count();
    return bound == 0 ? 0 : (double) bound / asking;
  }

  /** Between 0 and 1, evenly spread over all names. */
  private double place(String user) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(secret);
      byte[] code = mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
      return (ByteBuffer.wrap(code).getLong() >>> 1) / ALL;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }
}
