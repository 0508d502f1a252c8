package plimsoll.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "CREATE USER 'u'@'%' IDENTIFIED BY 'x' | CREATE USER 'u'@'%' IDENTIFIED BY '***'",
        "create user u identified with 'p' as \"x\" | create user u identified with 'p' as '***'",
        "ALTER USER u IDENTIFIED BY 'x''y\\'z' | ALTER USER u IDENTIFIED BY '***'",
        "SET PASSWORD FOR 'u'@'h' = PASSWORD('x') | SET PASSWORD FOR 'u'@'h' = PASSWORD('***')",
        "SET PASSWORD = 'x | SET PASSWORD = '***'",
        "CREATE USER \uD83D\uDE00 IDENTIFIED BY 'x' | CREATE USER \uD83D\uDE00 IDENTIFIED BY '***'",
        "SET PASSWORD = 'x'; SELECT 'y' | SET PASSWORD = '***'; SELECT 'y'",
        "LOAD x ('aws.s3.secret_key' = 'x', 'a' = 'b') | LOAD x ('aws.s3.secret_key' = '***', 'a' = 'b')",
        "LOAD x (\"aws.s3.access_key\"=\"x\") | LOAD x (\"aws.s3.access_key\"='***')",
        "SELECT 'password' | SELECT 'password'",
        "SELECT a FROM t WHERE b = 'x' | SELECT a FROM t WHERE b = 'x'",
        "CREATE TABLE t (a INT) PRIMARY KEY (a) COMMENT 'x' | CREATE TABLE t (a INT) PRIMARY KEY (a) COMMENT 'x'",
      })
  void secretsBecomeStars(String text, String hidden) {
    assertThat(Secrets.hide(text)).isEqualTo(hidden);
  }

  @Test
  void cutTextIsHiddenToo() {
    String text = "ALTER USER u IDENTIFIED BY 'abcdef'";
    for (int length = text.indexOf("'a") + 2; length <= text.length(); length++) {
      assertThat(Secrets.hide(text.substring(0, length))).doesNotContain("a'").endsWith("'***'");
    }
  }

  @Test
  void aCommentThatIsNeverClosedHidesNothing() {
    assertThat(Secrets.hide("/* ALTER USER u IDENTIFIED BY 'x' /* IDENTIFIED BY 'y' /*"))
        .isEqualTo("/* ALTER USER u IDENTIFIED BY '***' /* IDENTIFIED BY '***' /*");
    assertThat(Secrets.hide("ALTER USER u IDENTIFIED BY /*/**x")).doesNotContain("x");
  }

  /** A way through a text that grew with its square would take an hour here. */
  @ParameterizedTest
  @ValueSource(strings = {"'x' ", "/*", "/**", "\uD83D\uDE00'x'"})
  void veryLongTextsAreHiddenInOneWay(String piece) {
    String hidden = Secrets.hide("SET PASSWORD = 'x' " + piece.repeat(250_000));
    assertThat(hidden).startsWith("SET PASSWORD = '***'").doesNotContain("'x'");
  }
}
