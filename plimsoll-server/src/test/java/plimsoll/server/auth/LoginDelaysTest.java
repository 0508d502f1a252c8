package plimsoll.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginDelaysTest {
  private final AtomicLong nanos = new AtomicLong();
  private final LoginDelays delays = new LoginDelays(nanos::get);

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      delays.failed(address);
    }
  }

  @Test
  void theFirstFailuresCostNothingThenTheWaitDoubles() {
    fail("a", 3);
    assertThat(delays.before("a")).isZero();
    fail("a", 1);
    assertThat(delays.before("a")).isEqualTo(Duration.ofMillis(100));
    fail("a", 2);
    assertThat(delays.before("a")).isEqualTo(Duration.ofMillis(400));
    fail("a", 1000);
    assertThat(delays.before("a")).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void othersDoNotWait() {
    fail("a", 10);
    assertThat(delays.before("b")).isZero();
  }

  @Test
  void failuresAreForgottenByHalves() {
    fail("a", 8);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(delays.before("a")).isEqualTo(Duration.ofMillis(100));
    nanos.addAndGet(Duration.ofMinutes(10).toNanos());
    assertThat(delays.before("a")).isZero();
  }

  @Test
  void aFloodOfAddressesIsBounded() {
    for (int i = 0; i < 50_000; i++) {
      fail("address " + i, 1);
    }
    fail("a", 4);
    assertThat(delays.before("a")).isPositive();
  }

  @Test
  void passwordsAreKeptOnlyAsSaltedHashes() {
    byte[] password = PasswordHash.bytes("p\u00e4ss");
    String one = PasswordHash.of(password);
    assertThat(one).startsWith("$pbkdf2-sha256$").isNotEqualTo(PasswordHash.of(password));
    assertThat(PasswordHash.matches(password, one)).isTrue();
    assertThat(PasswordHash.matches(PasswordHash.bytes("pass"), one)).isFalse();
    assertThat(Account.decoy("x").accepts(password)).isFalse();
    assertThat(Account.withoutPassword("x").accepts(new byte[0])).isTrue();
    assertThat(Account.withoutPassword("x").accepts(password)).isFalse();
  }
}
