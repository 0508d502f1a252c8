package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import plimsoll.access.Access;
import plimsoll.access.Account;
import plimsoll.access.Accounts;
import plimsoll.access.Grant;
import plimsoll.access.Holder;
import plimsoll.access.Privilege;
import plimsoll.access.Scope;
import plimsoll.access.UserName;
import plimsoll.access.Verifiers;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.TableName;

/** What every place for users and grants must do: each sentence of {@link Accounts}. */
public abstract class AccountsContract {
  private static final UserName ANN = new UserName("ann", "%");
  private static final Holder ANN_HOLDS = Holder.of(ANN);
  private static final Scope TABLE = Scope.of(new TableName("db", "t"));
  private static final Grant INSERT = new Grant(Privilege.INSERT, TABLE);
  private static final Grant FILE = new Grant(Privilege.FILE, Scope.GLOBAL);

  /** The place under test; each test has a new one. */
  protected abstract Accounts accounts();

  /** The same place, after a restart if it can. */
  protected abstract Accounts reopened();

  private static void fails(ErrorCode code, ThrowingCallable call) {
    PlimsollException failure = catchThrowableOfType(PlimsollException.class, call);
    assertThat(failure).isNotNull();
    assertThat(failure.code()).isEqualTo(code);
  }

  private Access rights() {
    return reopened().read().access(ANN);
  }

  private void createAnn() {
    accounts().create(new Account(ANN, Verifiers.of("secret")));
  }

  @Test
  void freshOneHasRootWithoutPassword() {
    assertThat(accounts().read().accounts()).containsOnlyKeys(UserName.ROOT);
    assertThat(accounts().read().find("root", "10.1.2.3"))
        .hasValueSatisfying(root -> assertThat(root.hasPassword()).isFalse());
    assertThat(accounts().read().access(UserName.ROOT)).isEqualTo(Access.ALL);
  }

  @Test
  void createdUserIsFoundWithItsVerifiers() {
    Account ann = new Account(ANN, Verifiers.of("secret"));
    accounts().create(ann);
    assertThat(reopened().read().find("ann", "10.1.2.3")).hasValue(ann);
    assertThat(rights()).isEqualTo(Access.NONE);
  }

  @Test
  void sameUserOnOtherHostsIsAnotherAccount() {
    createAnn();
    Account near = new Account(new UserName("ann", "10.1.%"), Verifiers.of("other"));
    accounts().create(near);
    assertThat(accounts().read().find("ann", "10.1.2.3")).hasValue(near);
    assertThat(accounts().read().find("ann", "10.2.2.3").orElseThrow().name()).isEqualTo(ANN);
  }

  @Test
  void secondUserOfThatNameIsRefusedAndChangesNothing() {
    createAnn();
    fails(ErrorCode.USER_EXISTS, () -> accounts().create(new Account(ANN, Verifiers.NONE)));
    assertThat(reopened().read().find("ann", "10.1.2.3").orElseThrow().hasPassword()).isTrue();
  }

  @Test
  void userComesWithItsRolesOrNotAtAll() {
    accounts().createRole("r");
    Account ann = new Account(ANN, Verifiers.of("secret"));
    fails(ErrorCode.UNKNOWN_ROLE, () -> accounts().create(ann, List.of("r", "none")));
    assertThat(reopened().read().accounts()).containsOnlyKeys(UserName.ROOT);
    accounts().create(ann, List.of("r"));
    assertThat(reopened().read().rolesOf(ANN_HOLDS)).containsExactly("r");
  }

  @Test
  void alteredPasswordReplacesTheOldOne() {
    createAnn();
    Account changed = new Account(ANN, Verifiers.of("new"));
    accounts().alter(changed);
    assertThat(reopened().read().accounts()).containsEntry(ANN, changed);
  }

  @Test
  void droppedUserLeavesNothingToItsNamesake() {
    createAnn();
    accounts().createRole("r");
    accounts().grant(ANN_HOLDS, Set.of(INSERT));
    accounts().grantRole(ANN_HOLDS, "r");
    accounts().drop(ANN);
    createAnn();
    assertThat(rights()).isEqualTo(Access.NONE);
  }

  @Test
  void rootIsNeverDropped() {
    fails(ErrorCode.REFUSED, () -> accounts().drop(UserName.ROOT));
  }

  @Test
  void unknownUsersAndRolesAreRefused() {
    Holder nobody = Holder.of(new UserName("nobody", "%"));
    Holder noRole = Holder.ofRole("none");
    createAnn();
    fails(ErrorCode.UNKNOWN_USER, () -> accounts().drop(new UserName("ann", "10.%")));
    fails(
        ErrorCode.UNKNOWN_USER,
        () -> accounts().alter(new Account(new UserName("x", "%"), Verifiers.NONE)));
    fails(ErrorCode.UNKNOWN_USER, () -> accounts().grant(nobody, Set.of(INSERT)));
    fails(ErrorCode.UNKNOWN_USER, () -> accounts().revoke(nobody, Set.of(INSERT)));
    fails(ErrorCode.UNKNOWN_ROLE, () -> accounts().grant(noRole, Set.of(INSERT)));
    fails(ErrorCode.UNKNOWN_ROLE, () -> accounts().grantRole(ANN_HOLDS, "none"));
    fails(ErrorCode.UNKNOWN_ROLE, () -> accounts().revokeRole(ANN_HOLDS, "none"));
    fails(ErrorCode.UNKNOWN_ROLE, () -> accounts().dropRole("none"));
  }

  @Test
  void grantsAddUpAndRepeatsAreNoError() {
    createAnn();
    accounts().grant(ANN_HOLDS, Set.of(INSERT));
    accounts().grant(ANN_HOLDS, Set.of(INSERT, FILE));
    assertThat(rights().grants()).containsExactlyInAnyOrder(INSERT, FILE);
  }

  @Test
  void revokingTakesExactlyWhatWasNamed() {
    createAnn();
    Grant wide = new Grant(Privilege.INSERT, Scope.of("db"));
    accounts().grant(ANN_HOLDS, Set.of(INSERT, wide, FILE));
    accounts().revoke(ANN_HOLDS, Set.of(wide));
    accounts().revoke(ANN_HOLDS, Set.of(wide));
    assertThat(rights().grants()).containsExactlyInAnyOrder(INSERT, FILE);
  }

  @Test
  void roleInARoleGivesItsRights() {
    createAnn();
    accounts().createRole("inner");
    accounts().createRole("outer");
    accounts().grant(Holder.ofRole("inner"), Set.of(INSERT));
    accounts().grantRole(Holder.ofRole("outer"), "inner");
    accounts().grantRole(ANN_HOLDS, "outer");
    assertThat(rights().may(Privilege.INSERT, TABLE)).isTrue();
    assertThat(rights().roles()).containsExactly("inner", "outer");
    accounts().revokeRole(Holder.ofRole("outer"), "inner");
    assertThat(rights().may(Privilege.INSERT, TABLE)).isFalse();
  }

  @Test
  void roleIsNeverAPartOfItself() {
    accounts().createRole("a");
    accounts().createRole("b");
    accounts().createRole("c");
    accounts().grantRole(Holder.ofRole("a"), "b");
    accounts().grantRole(Holder.ofRole("b"), "c");
    fails(ErrorCode.ROLE_CYCLE, () -> accounts().grantRole(Holder.ofRole("c"), "a"));
    fails(ErrorCode.ROLE_CYCLE, () -> accounts().grantRole(Holder.ofRole("a"), "a"));
  }

  @Test
  void ofSeveralAllOrNothingIsDone() {
    createAnn();
    UserName missing = new UserName("missing", "%");
    accounts().createRoles(List.of("a", "b", "c"));
    fails(ErrorCode.UNKNOWN_USER, () -> accounts().drop(List.of(ANN, missing)));
    fails(ErrorCode.REFUSED, () -> accounts().drop(List.of(ANN, UserName.ROOT)));
    fails(ErrorCode.ROLE_EXISTS, () -> accounts().createRoles(List.of("d", "a", "e")));
    fails(ErrorCode.ROLE_EXISTS, () -> accounts().createRoles(List.of("d", "d")));
    fails(ErrorCode.UNKNOWN_ROLE, () -> accounts().dropRoles(List.of("a", "missing")));
    fails(ErrorCode.UNKNOWN_ROLE, () -> accounts().grantRoles(ANN_HOLDS, List.of("a", "missing")));
    accounts().grantRole(Holder.ofRole("b"), "a");
    fails(ErrorCode.ROLE_CYCLE, () -> accounts().grantRoles(Holder.ofRole("a"), List.of("c", "b")));
    assertThat(reopened().read().accounts()).containsKey(ANN);
    assertThat(reopened().read().roles()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(rights()).isEqualTo(Access.NONE);
    assertThat(reopened().read().rolesOf(Holder.ofRole("a"))).isEmpty();
  }

  @Test
  void secondRoleOfThatNameIsRefused() {
    accounts().createRole("r");
    fails(ErrorCode.ROLE_EXISTS, () -> accounts().createRole("r"));
  }

  @Test
  void droppedRoleIsTakenFromAllWhoHadIt() {
    createAnn();
    accounts().createRole("r");
    accounts().grant(Holder.ofRole("r"), Set.of(INSERT));
    accounts().grantRole(ANN_HOLDS, "r");
    accounts().dropRole("r");
    assertThat(rights()).isEqualTo(Access.NONE);
    accounts().createRole("r");
    assertThat(rights()).isEqualTo(Access.NONE);
    assertThat(reopened().read().direct(Holder.ofRole("r"))).isEmpty();
  }
}
