package plimsoll.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

class TokensTest {
  @Test
  void aTextOfVeryManyTokensIsRefusedBeforeItIsParsed() {
    String values = ",1".repeat(Tokens.MOST / 2 + 1);
    assertThatThrownBy(() -> SqlParser.parse("INSERT INTO t VALUES (1" + values + ")"))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.REFUSED))
        .hasMessageContaining("Insert fewer rows at a time");
    assertThatThrownBy(() -> PreparedText.of("SELECT ?" + values))
        .hasMessageContaining("words, values and signs");
  }

  @Test
  void aLargeInsertOfOrdinarySizePasses() {
    String row = "(1, 'some text', 2.5, NULL, '2024-01-01', 'x', 7, 8, 9, 10)";
    String insert = "INSERT INTO t VALUES " + row + (", " + row).repeat(9_999);
    assertThat(Tokens.of(insert).all()).hasSizeGreaterThan(200_000);
  }

  @Test
  void blanksAndCommentsAreNotCounted() {
    String nothing = " /**/".repeat(Tokens.MOST + 1);
    assertThat(Tokens.of("SELECT" + nothing + " 1").all()).hasSize(2);
  }
}
