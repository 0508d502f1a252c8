package plimsoll.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import plimsoll.access.AccessControl;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.testkit.ModelMetastore;

class DecoysTest {
  private final AccessControl control = new AccessControl(new ModelMetastore().accounts());
  private final Decoys decoys = new Decoys(control, new byte[] {1, 2, 3});

  private void create(String user, Verifiers.Plugin plugin) {
    UserName name = new UserName(user, UserName.ANYWHERE);
    control.change(accounts -> accounts.create(new Account(name, Verifiers.of("pw", plugin))));
  }

  private long bound(int names) {
    return IntStream.range(0, names).filter(i -> decoys.of("user" + i).isBoundToSha2()).count();
  }

  @Test
  void unknownNamesLookBoundWhereAccountsAre() {
    assertThat(bound(100)).isZero();
    create("old", Verifiers.Plugin.MYSQL_NATIVE_PASSWORD);
    assertThat(bound(100)).isZero();
    create("new", Verifiers.Plugin.CACHING_SHA2_PASSWORD);
    assertThat(bound(1000)).isBetween(400L, 600L);
    control.change(accounts -> accounts.drop(new UserName("old", UserName.ANYWHERE)));
    assertThat(bound(100)).isEqualTo(100);
  }

  @Test
  void aNameKeepsItsLookAndNoPasswordOpensIt() {
    create("old", Verifiers.Plugin.MYSQL_NATIVE_PASSWORD);
    create("new", Verifiers.Plugin.CACHING_SHA2_PASSWORD);
    for (int i = 0; i < 50; i++) {
      Account once = decoys.of("user" + i);
      assertThat(decoys.of("user" + i).isBoundToSha2()).isEqualTo(once.isBoundToSha2());
      assertThat(once.hasPassword()).isTrue();
    }
    assertThat(decoys.of("any").accepts(new byte[] {'p', 'w'})).isFalse();
  }
}
