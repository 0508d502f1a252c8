package plimsoll.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import plimsoll.access.AccessControl;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.testkit.ModelAccounts;

class LoginsTest {
  private static final String HERE = "10.0.0.1";
  private static final UserName ANN = new UserName("ann", "10.0.%");
  private static final long SECOND = 1_000_000_000L;

  private final AccessControl control = new AccessControl(new ModelAccounts());
  private final AtomicLong nanos = new AtomicLong();
  private final Logins logins = new Logins(control, new LoginFailures(nanos::get));

  LoginsTest() {
    control.change(accounts -> accounts.create(new Account(ANN, Verifiers.of("secret"))));
  }

  private ErrorCode refused(String user, String password, String address) {
    PlimsollException failure =
        catchThrowableOfType(PlimsollException.class, () -> logins.login(user, password, address));
    assertThat(failure).isNotNull();
    assertThat(failure.getMessage()).doesNotContain("guess");
    return failure.code();
  }

  @Test
  void rightPasswordOpensTheAccountAgainAndAgain() {
    for (int i = 0; i < 3; i++) {
      assertThat(logins.login("ann", "secret", HERE).name()).isEqualTo(ANN);
    }
  }

  @Test
  void wrongPasswordUnknownUserAndOtherHostLookTheSame() {
    assertThat(refused("ann", "guess", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    assertThat(refused("ann", "", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    assertThat(refused("nobody", "guess", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    assertThat(refused("nobody", "", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    assertThat(refused("ann", "secret", "192.0.2.1")).isEqualTo(ErrorCode.WRONG_PASSWORD);
  }

  @Test
  void withoutAPasswordNobodyComesInFromElsewhere() {
    UserName open = new UserName("open", UserName.ANYWHERE);
    control.change(accounts -> accounts.create(new Account(open, Verifiers.NONE)));
    for (String here : new String[] {"127.0.0.1", "127.1.2.3", "[::1]", "0:0:0:0:0:0:0:1"}) {
      assertThat(logins.login("open", "", here).name()).isEqualTo(open);
    }
    for (String elsewhere : new String[] {HERE, "[2001:db8::1]", "127.example.org", "::ffff:1"}) {
      assertThat(refused("open", "", elsewhere)).isEqualTo(ErrorCode.WRONG_PASSWORD);
      assertThat(refused("root", "", elsewhere)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    }
  }

  @Test
  void provenPasswordEndsWithItsChange() {
    logins.login("ann", "secret", HERE);
    control.change(accounts -> accounts.alter(new Account(ANN, Verifiers.of("new"))));
    assertThat(refused("ann", "secret", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    assertThat(logins.login("ann", "new", HERE).name()).isEqualTo(ANN);
  }

  @Test
  void provenPasswordEndsWithItsUser() {
    logins.login("ann", "secret", HERE);
    control.change(accounts -> accounts.drop(ANN));
    assertThat(refused("ann", "secret", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
  }

  @Test
  void passwordIsKnownAtOnceBehindItsFirstLogin() {
    assertThat(logins.known("ann", "secret", HERE)).isEmpty();
    logins.login("ann", "secret", HERE);
    assertThat(logins.known("ann", "secret", HERE).map(Account::name)).contains(ANN);
    assertThat(logins.known("ann", "guess", HERE)).isEmpty();
    assertThat(logins.known("ann", "secret", HERE)).as("a guess before it").isEmpty();
    logins.login("ann", "secret", HERE);
    assertThat(logins.known("ann", "secret", HERE)).isPresent();
    assertThat(logins.known("ann", "", HERE)).isEmpty();
    assertThat(logins.known("ann", "secret", "192.0.2.1")).isEmpty();
    assertThat(logins.known("nobody", "", "127.0.0.1")).isEmpty();
    assertThat(logins.known("root", "", "127.0.0.1").map(Account::name)).contains(UserName.ROOT);

    fail(1);
    assertThat(logins.known("ann", "secret", HERE)).as("success has to be counted").isEmpty();
    logins.login("ann", "secret", HERE);
    assertThat(logins.known("ann", "secret", HERE)).isPresent();

    control.change(accounts -> accounts.alter(new Account(ANN, Verifiers.of("new"))));
    assertThat(logins.known("ann", "secret", HERE)).isEmpty();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(refused("ann", "guess", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    }
  }

  @Test
  void guessingIsSlowedDownAndTheRightPasswordMustWaitToo() {
    fail(5);
    assertThat(refused("ann", "guess", HERE)).isEqualTo(ErrorCode.TOO_MANY_LOGINS);
    assertThat(refused("ann", "secret", HERE)).isEqualTo(ErrorCode.TOO_MANY_LOGINS);
    nanos.addAndGet(SECOND + 1);
    fail(1);
    nanos.addAndGet(SECOND + 1);
    assertThat(refused("ann", "guess", HERE)).isEqualTo(ErrorCode.TOO_MANY_LOGINS);
    nanos.addAndGet(SECOND);
    assertThat(logins.login("ann", "secret", HERE).name()).isEqualTo(ANN);
    fail(5);
  }

  @Test
  void guessingElsewhereDoesNotLockTheUserOut() {
    fail(5);
    assertThat(logins.login("ann", "secret", "10.0.0.2").name()).isEqualTo(ANN);
  }

  @Test
  void guessingManyNamesIsSlowedDownByAddress() {
    for (int i = 0; i < 50; i++) {
      assertThat(refused("user" + i, "", HERE)).isEqualTo(ErrorCode.WRONG_PASSWORD);
    }
    assertThat(refused("another", "guess", HERE)).isEqualTo(ErrorCode.TOO_MANY_LOGINS);
  }

  @Test
  void failuresAreForgotten() {
    fail(4);
    nanos.addAndGet(601 * SECOND);
    fail(4);
  }

  @Test
  void oneUsersFailuresDoNotLockItsNeighboursOut() {
    for (int i = 0; i < 60; i++) {
      nanos.addAndGet(65 * SECOND);
      fail(1);
    }
    UserName bob = new UserName("bob", UserName.ANYWHERE);
    control.change(accounts -> accounts.create(new Account(bob, Verifiers.of("secret"))));
    assertThat(logins.login("bob", "secret", HERE).name()).isEqualTo(bob);
  }

  @Test
  void oneUsersTyposDoNotLockItsNeighboursOut() {
    for (int i = 0; i < 100; i++) {
      fail(1);
      assertThat(logins.login("ann", "secret", HERE).name()).isEqualTo(ANN);
    }
  }

  @Test
  void guessesAtTheSameMomentAreNotAnsweredEither() {
    List<CompletableFuture<ErrorCode>> guesses =
        IntStream.range(0, 30)
            .mapToObj(
                i -> CompletableFuture.supplyAsync(() -> refused("ann", "guess", HERE), THREADS))
            .toList();
    assertThat(guesses.stream().map(CompletableFuture::join))
        .filteredOn(code -> code == ErrorCode.WRONG_PASSWORD)
        .hasSize(5);
  }

  private static final Executor THREADS = work -> new Thread(work).start();
}
