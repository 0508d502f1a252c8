package plimsoll.server.mysql.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.server.mysql.codec.HandshakeResponse;

class LoginTest {
  private static final byte[] PASSWORD = "open sesame".getBytes(StandardCharsets.UTF_8);
  private static final Account ALI = account("ali", Verifiers.of("open sesame"));
  private static final Account ROOT = Account.FRESH_ROOT;

  private final Login.Services services =
      new Login.Services(LoginTest::find, new RsaKeys(), new FastLogins());
  private final byte[] nonce = Login.newNonce();

  private static Optional<Account> find(String user, String host) {
    return switch (user) {
      case "ali" -> Optional.of(ALI);
      case "root" -> Optional.of(ROOT);
      case "newer" -> Optional.of(account("newer", new Verifiers("", ALI.verifiers().sha2Hash())));
      default -> Optional.empty();
    };
  }

  private static Account account(String user, Verifiers verifiers) {
    return new Account(new UserName(user, UserName.ANYWHERE), verifiers);
  }

  private Login login(boolean secure) {
    return new Login(services, nonce, "10.0.0.1", secure);
  }

  private static HandshakeResponse response(String user, byte[] auth, String plugin) {
    return new HandshakeResponse(0, 45, false, user, auth, null, plugin);
  }

  private static byte[] nativeResponse(byte[] password, byte[] nonce) throws Exception {
    MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
    byte[] single = sha1.digest(password);
    byte[] twice = sha1.digest(single);
    sha1.update(nonce);
    return Scrambles.xor(single, sha1.digest(twice));
  }

  private static byte[] sha2Response(byte[] password, byte[] nonce) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    byte[] single = sha256.digest(password);
    byte[] twice = sha256.digest(single);
    sha256.update(twice);
    return Scrambles.xor(single, sha256.digest(nonce));
  }

  @Test
  void theNativeWayTakesTheRightPasswordOnly() throws Exception {
    byte[] right = nativeResponse(PASSWORD, nonce);
    assertThat(login(false).start(response("ali", right, Login.NATIVE)))
        .isInstanceOf(Login.Accepted.class);
    byte[] wrong = nativeResponse(new byte[] {1}, nonce);
    assertThat(login(false).start(response("ali", wrong, Login.NATIVE)))
        .isEqualTo(new Login.Refused(true));
    assertThat(login(false).start(response("ali", new byte[0], Login.NATIVE)))
        .isEqualTo(new Login.Refused(false));
  }

  @Test
  void anAnswerToAnotherNonceIsRefused() throws Exception {
    byte[] recorded = nativeResponse(PASSWORD, nonce);
    Login later = new Login(services, Login.newNonce(), "10.0.0.1", false);
    assertThat(later.start(response("ali", recorded, Login.NATIVE)))
        .isEqualTo(new Login.Refused(true));
  }

  @Test
  void anUnknownUserIsAskedAsAKnownOneWithAWrongPassword() throws Exception {
    byte[] guess = sha2Response(new byte[] {1}, nonce);
    Login known = login(true);
    Login unknown = login(true);
    assertThat(((Login.Send) known.start(response("ali", guess, Login.CACHING_SHA2))).payload())
        .isEqualTo(
            ((Login.Send) unknown.start(response("nobody", guess, Login.CACHING_SHA2))).payload());
    byte[] clear = {'x', 0};
    assertThat(unknown.next(clear)).isEqualTo(known.next(clear)).isInstanceOf(Login.Refused.class);
  }

  @Test
  void anEmptyPasswordOfAnUnknownUserIsRefused() {
    for (String plugin : new String[] {Login.NATIVE, Login.CACHING_SHA2}) {
      assertThat(login(true).start(response("nobody", new byte[0], plugin)))
          .isEqualTo(new Login.Refused(false));
      assertThat(login(true).start(response("root", new byte[0], plugin)))
          .isInstanceOf(Login.Accepted.class);
    }
  }

  @Test
  void aPasswordProvenOnceIsFastTheNextTime() throws Exception {
    byte[] right = sha2Response(PASSWORD, nonce);
    Login first = login(true);
    assertThat(((Login.Send) first.start(response("ali", right, Login.CACHING_SHA2))).payload())
        .containsExactly(1, 4);
    byte[] clear = "open sesame\0".getBytes(StandardCharsets.UTF_8);
    assertThat(first.next(clear)).isInstanceOf(Login.Accepted.class);
    Login.Step second = login(false).start(response("ali", right, Login.CACHING_SHA2));
    assertThat(second).isInstanceOf(Login.Accepted.class);
    assertThat(((Login.Accepted) second).payload()).containsExactly(1, 3);
  }

  @Test
  void aPasswordInClearIsRefusedWithoutTls() throws Exception {
    Login login = login(false);
    login.start(response("ali", sha2Response(PASSWORD, nonce), Login.CACHING_SHA2));
    byte[] clear = "open sesame\0".getBytes(StandardCharsets.UTF_8);
    assertThat(login.next(clear)).isEqualTo(new Login.Refused(true));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mysql_clear_password", "sha256_password", "dialog", "'; DROP"})
  void anotherWayIsSwitchedToOneOfOurs(String plugin) throws Exception {
    Login login = login(false);
    Login.Switch to = (Login.Switch) login.start(response("ali", PASSWORD, plugin));
    assertThat(to.plugin()).isEqualTo(Login.NATIVE);
    assertThat(login.next(nativeResponse(PASSWORD, to.nonce()))).isInstanceOf(Login.Accepted.class);
  }

  /** One that the lookup makes look so cannot be told from one that is. */
  @Test
  void anUnknownUserIsSwitchedAsABoundAccountIs() {
    AccountLookup bound =
        new AccountLookup() {
          @Override
          public Optional<Account> find(String user, String address) {
            return LoginTest.find(user, address);
          }

          @Override
          public Account decoy(String user) {
            return Account.boundDecoy();
          }
        };
    Login.Services decoys = new Login.Services(bound, new RsaKeys(), new FastLogins());
    for (String plugin : new String[] {Login.NATIVE, "", "dialog"}) {
      for (String user : new String[] {"newer", "nobody"}) {
        Login login = new Login(decoys, nonce, "10.0.0.1", true);
        Login.Switch to = (Login.Switch) login.start(response(user, new byte[20], plugin));
        assertThat(to.plugin()).isEqualTo(Login.CACHING_SHA2);
        assertThat(login.next(new byte[32])).isInstanceOf(Login.Send.class);
        assertThat(login.next(new byte[] {'x', 0})).isEqualTo(new Login.Refused(true));
      }
    }
  }

  @Test
  void theKeyIsGivenOnce() {
    Login login = login(false);
    login.start(response("ali", new byte[32], Login.CACHING_SHA2));
    assertThat(login.next(new byte[] {2})).isInstanceOf(Login.Send.class);
    assertThat(login.next(new byte[] {2})).isInstanceOf(Login.Refused.class);
  }

  @Test
  void anAccountWithoutNativeHashIsAskedByTheOtherWay() {
    Login.Step step = login(false).start(response("newer", new byte[20], Login.NATIVE));
    assertThat(((Login.Switch) step).plugin()).isEqualTo(Login.CACHING_SHA2);
  }
}
