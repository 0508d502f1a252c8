package plimsoll.server.auth;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.access.AccessControl;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.config.Settings;
import plimsoll.testkit.ModelAccounts;

class ReachTest {
  private final AccessControl control = new AccessControl(new ModelAccounts());

  private void giveRootAPassword() {
    control.change(accounts -> accounts.alter(new Account(UserName.ROOT, Verifiers.of("x"))));
  }

  private void check(String... settings) {
    Map<String, String> values = new java.util.HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    Reach.check(Settings.of(values), control);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "127.1.2.3"})
  void loopbackNeedsNothing(String host) {
    assertThatCode(() -> check("host", host)).doesNotThrowAnyException();
  }

  private static Stream<String> addressesOfOthers() throws UnknownHostException {
    String everyIpv4 = InetAddress.getByAddress(new byte[4]).getHostAddress();
    return Stream.of(everyIpv4, "::", "192.0.2.1");
  }

  @ParameterizedTest
  @MethodSource("addressesOfOthers")
  void otherMachinesMayNotReachARootWithoutPassword(String host) {
    assertThatThrownBy(() -> check("host", host, "http_tls", "true"))
        .hasMessageContaining(host)
        .hasMessageContaining("root has no password")
        .hasMessageContaining("SET PASSWORD");
    assertThatThrownBy(() -> check("host", host, "unsafe_allow_clear_text_beyond_loopback", "true"))
        .hasMessageContaining("root has no password");
  }

  @Test
  void otherMachinesMayNotSpeakInClearText() {
    giveRootAPassword();
    assertThatThrownBy(() -> check("host", "::"))
        .hasMessageContaining("http_tls = true")
        .hasMessageContaining("unsafe_allow_clear_text_beyond_loopback = true");
  }

  @Test
  void passwordAndTlsOpenTheServer() {
    giveRootAPassword();
    assertThatCode(() -> check("host", "::", "http_tls", "true")).doesNotThrowAnyException();
    assertThatCode(() -> check("host", "::", "unsafe_allow_clear_text_beyond_loopback", "true"))
        .doesNotThrowAnyException();
  }

  @Test
  void hostThatIsNoneIsNamed() {
    assertThatThrownBy(() -> check("host", "no.such.host.invalid"))
        .hasMessageContaining("no such host");
  }
}
