package plimsoll.server.mysql.auth;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Account;
import plimsoll.server.mysql.codec.HandshakeResponse;

/**
 * One client proving who it is. Each step takes what the client sent and says what comes next; the
 * steps may run on different threads, one after the other. Some take 50 ms: never on an event loop.
 */
public final class Login {
  /** The way offered first: every client but the newest MySQL's knows it. */
  public static final String NATIVE = "mysql_native_password";

  public static final String CACHING_SHA2 = "caching_sha2_password";

  private static final int MORE_DATA = 1;
  private static final byte[] FAST_SUCCESS = {MORE_DATA, 3};
  private static final byte[] FULL_EXCHANGE = {MORE_DATA, 4};
  private static final byte REQUEST_KEY = 2;
  private static final int NATIVE_RESPONSE = 20;
  private static final int SHA2_RESPONSE = 32;

  private final Services services;
  private final String host;
  private final boolean secure;
  private byte[] nonce;
  private Account account = Account.decoy();
  private boolean known;
  private boolean gavePassword;
  private boolean gotKey;
  private Expected expected = Expected.START;

  private enum Expected {
    START,
    NATIVE_RESPONSE,
    SHA2_RESPONSE,
    PASSWORD
  }

  /**
   * What logins share.
   *
   * @param accounts who there is
   * @param rsa keys for passwords without TLS
   * @param fast passwords proven before
   */
  public record Services(AccountLookup accounts, RsaKeys rsa, FastLogins fast) {}

  /** What comes next. */
  public sealed interface Step {}

  /** Send that and wait for an answer. */
  public record Send(byte[] payload) implements Step {}

  /** Ask for another way: that plugin, that nonce. */
  public record Switch(String plugin, byte[] nonce) implements Step {}

  /** It is the account's owner; first send what is there. */
  public record Accepted(Account account, byte @Nullable [] payload) implements Step {}

  /** It is not. */
  public record Refused(boolean usingPassword) implements Step {}

  /**
   * A login.
   *
   * @param nonce of the greeting
   * @param host the client's address
   * @param secure nobody can listen: TLS
   */
  public Login(Services services, byte[] nonce, String host, boolean secure) {
    this.services = services;
    this.nonce = nonce.clone();
    this.host = host;
    this.secure = secure;
  }

  /** A nonce for a greeting. */
  public static byte[] newNonce() {
    return Scrambles.nonce();
  }

  /** The client's first answer. */
  public Step start(HandshakeResponse response) {
    Optional<Account> found = services.accounts().find(response.user(), host);
    Account decoy = services.accounts().decoy(response.user()); // in any case: it takes its time
    known = found.isPresent();
    account = found.orElse(decoy);
    if (response.plugin().equals(CACHING_SHA2)) {
      return sha2(response.authResponse());
    }
    boolean nativeAllowed = !account.hasPassword() || account.nativeHash().length > 0;
    boolean speaksNative = response.plugin().equals(NATIVE) || response.plugin().isEmpty();
    if (speaksNative && nativeAllowed) {
      return nativePassword(response.authResponse());
    }
    String plugin = speaksNative || !nativeAllowed ? CACHING_SHA2 : NATIVE;
    return switchTo(plugin);
  }

  /** Begins anew with that way, for a client that began with another or none. */
  private Step switchTo(String plugin) {
    nonce = Scrambles.nonce();
    expected = plugin.equals(NATIVE) ? Expected.NATIVE_RESPONSE : Expected.SHA2_RESPONSE;
    return new Switch(plugin, nonce.clone());
  }

  /** What the client sent next. */
  public Step next(byte[] message) {
    return switch (expected) {
      case NATIVE_RESPONSE -> nativePassword(message);
      case SHA2_RESPONSE -> sha2(message);
      case PASSWORD -> password(message);
      case START -> refused();
    };
  }

  private Step nativePassword(byte[] response) {
    gavePassword = response.length > 0;
    boolean proven =
        account.hasPassword()
            ? response.length == NATIVE_RESPONSE
                && Scrambles.isNative(response, nonce, account.nativeHash())
            : !gavePassword;
    return proven ? accepted(null) : refused();
  }

  private Step sha2(byte[] response) {
    gavePassword = response.length > 1 || (response.length == 1 && response[0] != 0);
    if (!gavePassword) {
      return account.hasPassword() ? refused() : accepted(null);
    }
    byte[] cached = services.fast().get(account);
    if (cached != null
        && response.length == SHA2_RESPONSE
        && Scrambles.isCachingSha2(response, nonce, cached)) {
      return accepted(FAST_SUCCESS.clone());
    }
    expected = Expected.PASSWORD;
    return new Send(FULL_EXCHANGE.clone());
  }

  /** In clear only through TLS; else by our RSA key, and by nothing else. */
  private Step password(byte[] message) {
    if (secure) {
      return checked(message);
    }
    if (message.length == 1 && message[0] == REQUEST_KEY && !gotKey) {
      gotKey = true;
      byte[] key = services.rsa().publicKey();
      byte[] payload = new byte[key.length + 1];
      payload[0] = MORE_DATA;
      System.arraycopy(key, 0, payload, 1, key.length);
      return new Send(payload);
    }
    return services
        .rsa()
        .decrypt(message)
        .map(hidden -> checked(Scrambles.xor(hidden, nonce)))
        .orElseGet(this::refused);
  }

  private Step checked(byte[] zeroEnded) {
    if (zeroEnded.length == 0 || zeroEnded[zeroEnded.length - 1] != 0) {
      return refused();
    }
    byte[] password = Arrays.copyOf(zeroEnded, zeroEnded.length - 1);
    if (!account.accepts(password)) {
      return refused();
    }
    Step step = accepted(null);
    if (step instanceof Accepted) {
      services.fast().proven(account, password);
    }
    return step;
  }

  private Step accepted(byte @Nullable [] payload) {
    return known ? new Accepted(account, payload) : refused();
  }

  private Step refused() {
    return new Refused(gavePassword);
  }
}
