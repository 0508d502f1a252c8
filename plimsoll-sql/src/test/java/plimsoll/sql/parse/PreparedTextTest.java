package plimsoll.sql.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.PlimsollException;

class PreparedTextTest {
  private static String bind(String text, Object... values) {
    return PreparedText.of(text).bind(Arrays.asList(values));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SELECT ?                                  | 1",
        "SELECT ?, ?                               | 2",
        "SELECT '?', \"?\", `?` /* ? */ -- ?       | 0",
        "INSERT INTO t VALUES (?, '?', ?)          | 2",
        "SELECT 1                                  | 0",
      })
  void placesAreTokens(String text, int count) {
    assertThat(PreparedText.of(text).parameters()).isEqualTo(count);
  }

  @Test
  void valuesTakeTheirPlacesAsLiteralsOfTheirType() {
    assertThat(
            bind(
                "SELECT ?,?, ? , ? FROM t WHERE a=? AND b<? LIMIT ?;",
                1L,
                -2.5,
                new BigDecimal("1E+3"),
                null,
                LocalDate.of(2024, 1, 2),
                LocalDateTime.of(2024, 1, 2, 3, 4, 5, 6000),
                7L))
        .isEqualTo(
            "SELECT  1 , -2.5E0 ,  1000  ,  NULL  FROM t WHERE a= DATE '2024-01-02'  AND b<"
                + " TIMESTAMP '2024-01-02 03:04:05.000006'  LIMIT  7 ");
  }

  @Test
  void aNegativeNumberBehindAMinusIsNoComment() {
    assertThat(bind("SELECT 1-? FROM t", -1L)).isEqualTo("SELECT 1- -1  FROM t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "' OR 1=1 -- ",
        "\\' OR 1=1 -- ",
        "\\",
        "\\\\'",
        "'';DROP TABLE t;--",
        "/*",
        "\u0000\n\r\u001a\t",
        "\u02bc\u2019\uff07",
        "?",
        "\ud83d\ude00'?",
      })
  void noTextBecomesSyntax(String value) {
    assertOneString(value);
  }

  @Test
  void noRandomTextBecomesSyntax() {
    Random random = new Random(1);
    String signs = "'\"\\`?;-#/* \n\u0000%_abcXN\u00fc\u20ac";
    for (int round = 0; round < 5_000; round++) {
      StringBuilder value = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        value.append(signs.charAt(random.nextInt(signs.length())));
      }
      assertOneString(value.toString());
    }
  }

  /** The bound text is read as the same tokens with one string, which is the value. */
  private static void assertOneString(String value) {
    String bound = bind("SELECT ?, x FROM \ud83d\ude00 WHERE a = ?;", value, value);
    List<Token> tokens = Tokens.of(bound).all();
    assertThat(tokens).hasSize(10);
    assertThat(Quoted.string(tokens.get(1).getText())).isEqualTo(value);
    assertThat(Quoted.string(tokens.get(9).getText())).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void numbersThatSqlCannotWriteAreRefused(double number) {
    assertThatThrownBy(() -> bind("SELECT ?", number)).isInstanceOf(PlimsollException.class);
  }

  @Test
  void aNumberOfEndlessDigitsIsRefused() {
    assertThatThrownBy(() -> bind("SELECT ?", new BigDecimal("1E+1000000000")))
        .isInstanceOf(PlimsollException.class)
        .hasMessageContaining("400 digits");
  }
}
