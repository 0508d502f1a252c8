package plimsoll.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.TableName;

class AccessTest {
  private static final TableName T = new TableName("db", "t");
  private static final Scope TABLE = Scope.of(T);

  private static Access of(Privilege privilege, Scope scope) {
    return new Access(Set.of(new Grant(privilege, scope)), List.of());
  }

  @Test
  void wideGrantsCoverWhatIsInside() {
    for (Scope scope : List.of(Scope.GLOBAL, Scope.of("db"), TABLE)) {
      assertThat(of(Privilege.INSERT, scope).may(Privilege.INSERT, TABLE)).isTrue();
      assertThat(of(Privilege.INSERT, scope).may(Privilege.SELECT, TABLE)).isFalse();
    }
  }

  @Test
  void grantsDoNotReachBeyondTheirScope() {
    assertThat(of(Privilege.INSERT, Scope.of("other")).may(Privilege.INSERT, TABLE)).isFalse();
    assertThat(of(Privilege.INSERT, TABLE).may(Privilege.INSERT, Scope.of("db"))).isFalse();
    assertThat(of(Privilege.DROP, Scope.of("db")).may(Privilege.DROP, Scope.GLOBAL)).isFalse();
    assertThat(
            of(Privilege.INSERT, Scope.of(new TableName("db", "t2"))).may(Privilege.INSERT, TABLE))
        .isFalse();
  }

  @Test
  void adminMayEverything() {
    for (Privilege privilege : Privilege.values()) {
      assertThat(Access.ALL.may(privilege, TABLE)).isTrue();
    }
  }

  @Test
  void rightOnATableShowsItAndItsDatabaseAndNoMore() {
    Access access = of(Privilege.SELECT, TABLE);
    assertThat(access.sees(T)).isTrue();
    assertThat(access.sees("db")).isTrue();
    assertThat(access.sees(new TableName("db", "t2"))).isFalse();
    assertThat(access.sees("other")).isFalse();
  }

  @Test
  void rightsOnTheServerShowNoTables() {
    assertThat(of(Privilege.FILE, Scope.GLOBAL).sees(T)).isFalse();
    assertThat(of(Privilege.OPERATE, Scope.GLOBAL).sees("db")).isFalse();
    assertThat(Access.ALL.sees(T)).isTrue();
  }

  @Test
  void askingForNoPrivilegeLetsNobodyIn() {
    assertThatThrownBy(() -> Access.ALL.require(Scope.GLOBAL))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no privilege was asked for");
  }

  @Test
  void refusalHasStarRocksWords() {
    Access access = new Access(Set.of(), List.of("loader"));
    assertThatThrownBy(() -> access.require(TABLE, Privilege.INSERT))
        .hasMessage(
            "Access denied; you need (at least one of) the INSERT privilege(s) on TABLE t for this"
                + " operation. Please ask the admin to grant permission(s) or try activating"
                + " existing roles using <set [default] role>. Current role(s): [loader]."
                + " Inactivated role(s): NONE.");
  }

  @Test
  void privilegesOnTheServerAreGrantedOnEverythingOnly() {
    assertThatThrownBy(() -> new Grant(Privilege.FILE, Scope.of("db")))
        .hasMessageContaining("ON *.*");
  }

  @ParameterizedTest
  @CsvSource({
    "%, 10.1.2.3, true",
    "%, local, true",
    "10.1.%, 10.1.2.3, true",
    "10.1.%, 10.2.2.3, false",
    "10.1.2.3, 10.1.2.3, true",
    "10.1.2.3, 10.1.2.30, false",
    "localhost, 127.0.0.1, true",
    "localhost, [::1], true",
    "localhost, [0:0:0:0:0:0:0:1], true",
    "localhost, local, true",
    "localhost, 10.1.2.3, false",
    "FE80::%, [fe80::1], true",
  })
  void hostPatternsAdmit(String host, String address, boolean admitted) {
    assertThat(new UserName("u", host).admits(address)).isEqualTo(admitted);
  }

  @Test
  void namesWithQuotesOrInnerWildcardsAreRefused() {
    assertThatThrownBy(() -> new UserName("a'b", "%")).hasMessageContaining("quote");
    assertThatThrownBy(() -> new UserName("", "%")).hasMessageContaining("1 to 64");
    assertThatThrownBy(() -> new UserName("a", "1%2")).hasMessageContaining("end");
    assertThatThrownBy(() -> new Account(new UserName("root", "10.%"), Verifiers.NONE))
        .hasMessageContaining("root is");
  }
}
