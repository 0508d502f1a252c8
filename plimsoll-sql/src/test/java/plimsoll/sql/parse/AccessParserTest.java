package plimsoll.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.access.Privilege;
import plimsoll.access.UserName;
import plimsoll.sql.tree.AccessStatement.AlterUser;
import plimsoll.sql.tree.AccessStatement.CreateUser;
import plimsoll.sql.tree.AccessStatement.Credential;
import plimsoll.sql.tree.AccessStatement.GrantPrivileges;
import plimsoll.sql.tree.AccessStatement.GrantRoles;
import plimsoll.sql.tree.AccessStatement.Grantee;
import plimsoll.sql.tree.AccessStatement.ShowGrants;
import plimsoll.sql.tree.Position;
import plimsoll.sql.tree.SetVariables;
import plimsoll.sql.tree.Statement;

class AccessParserTest {
  private static final UserName ANN = new UserName("ann", "%");
  private static final Grantee TO_ANN = new Grantee(Optional.of(ANN), Optional.empty());

  private static Statement parse(String text) {
    return SqlParser.parseOne(text);
  }

  private static Credential by(String password) {
    return new Credential(Optional.empty(), password, false);
  }

  @Test
  void userIsCreatedWithHostPasswordAndRoles() {
    assertThat(
            parse("create user if not exists 'ann'@'10.%' identified by 'x' default role a, 'b'"))
        .isEqualTo(
            new CreateUser(
                Position.START, new UserName("ann", "10.%"), true, by("x"), List.of("a", "b")));
    assertThat(parse("CREATE USER ann@localhost IDENTIFIED WITH caching_sha2_password AS 'h'"))
        .isEqualTo(
            new CreateUser(
                Position.START,
                new UserName("ann", "localhost"),
                false,
                new Credential(Optional.of("caching_sha2_password"), "h", true),
                List.of()));
    assertThat(parse("CREATE USER ann"))
        .isEqualTo(new CreateUser(Position.START, ANN, false, Credential.NONE, List.of()));
    assertThat(parse("CREATE USER ann IDENTIFIED BY PASSWORD '*h'"))
        .isEqualTo(
            new CreateUser(
                Position.START,
                ANN,
                false,
                new Credential(Optional.of("mysql_native_password"), "*h", true),
                List.of()));
  }

  @Test
  void passwordIsSetInEveryForm() {
    AlterUser own = new AlterUser(Position.START, Optional.empty(), false, by("x"));
    AlterUser anns = new AlterUser(Position.START, Optional.of(ANN), false, by("x"));
    assertThat(parse("SET PASSWORD = 'x'")).isEqualTo(own);
    assertThat(parse("SET PASSWORD = PASSWORD('x')")).isEqualTo(own);
    assertThat(parse("ALTER USER CURRENT_USER() IDENTIFIED BY 'x'")).isEqualTo(own);
    assertThat(parse("SET PASSWORD FOR ann = PASSWORD(\"x\")")).isEqualTo(anns);
    assertThat(parse("ALTER USER 'ann'@'%' IDENTIFIED BY 'x'")).isEqualTo(anns);
    assertThat(parse("SET password_x = 'x'")).isInstanceOf(SetVariables.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT, INSERT ON db.t | db | t",
        "SELECT, INSERT ON TABLE db.t | db | t",
        "SELECT, INSERT ON db.* | db | *",
        "SELECT, INSERT ON *.* | * | *",
        "SELECT, INSERT ON t |  | t",
        "SELECT, INSERT ON ALL TABLES IN DATABASE db | db | *",
        "SELECT, INSERT ON ALL TABLES IN ALL DATABASES | * | *",
        "SELECT, INSERT ON DATABASE db | db | *",
        "SELECT, INSERT ON SYSTEM | * | *",
      })
  void privilegesAreGrantedOnWhatIsNamed(String what, String database, String table) {
    List<Privilege> privileges = List.of(Privilege.SELECT, Privilege.INSERT);
    for (boolean revoke : new boolean[] {false, true}) {
      assertThat(parse(revoke ? "REVOKE " + what + " FROM ann" : "GRANT " + what + " TO USER ann"))
          .isEqualTo(
              new GrantPrivileges(
                  Position.START,
                  revoke,
                  privileges,
                  Optional.ofNullable(database),
                  table,
                  TO_ANN));
    }
  }

  @Test
  void allPrivilegesAndRolesAreUnderstood() {
    Grantee role = new Grantee(Optional.empty(), Optional.of("r"));
    assertThat(parse("GRANT ALL PRIVILEGES ON db.* TO ROLE r"))
        .isEqualTo(
            new GrantPrivileges(Position.START, false, List.of(), Optional.of("db"), "*", role));
    assertThat(parse("GRANT CREATE TABLE ON DATABASE db TO ROLE r"))
        .isEqualTo(
            new GrantPrivileges(
                Position.START, false, List.of(Privilege.CREATE), Optional.of("db"), "*", role));
    assertThat(parse("GRANT a, 'b' TO ann"))
        .isEqualTo(new GrantRoles(Position.START, false, List.of("a", "b"), TO_ANN));
    assertThat(parse("SHOW GRANTS FOR CURRENT_USER"))
        .isEqualTo(new ShowGrants(Position.START, new Grantee(Optional.empty(), Optional.empty())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "GRANT SELCT ON db.t TO ann | 'SELCT' is no privilege. Did you mean 'SELECT'?",
        "GRANT SELECT TO ann | A privilege needs ON",
        "CREATE USER ann@'1%2' | is not a valid host name",
        "CREATE USER '' | is not a valid user name",
        "GRANT SELECT ON db.t ann | Expected",
      })
  void mistakesAreNamed(String statement, String message) {
    assertThatThrownBy(() -> parse(statement)).hasMessageContaining(message);
  }

  @Test
  void newWordsAreStillNames() {
    for (String word :
        List.of("user", "users", "role", "password", "grants", "for", "alter", "identified")) {
      parse("CREATE TABLE " + word + " (" + word + " INT)");
      parse("DESC " + word);
    }
  }
}
