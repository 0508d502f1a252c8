package plimsoll.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.DataType.Scalar;
import plimsoll.pipeline.parse.CsvOption;

class FaultTest {
  private static Column column(String type) {
    return Column.of(1, "c", DataTypes.parse(type));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          TINYINT        | 300   | a whole number from -128 to 127; bad_values=null loads NULL instead
          INT            | 1x    | a whole number from -2147483648 to 2147483647; bad_values=null loads NULL instead
          INT            | N/A   | a whole number from -2147483648 to 2147483647; null_word='N/A' or bad_values=null loads NULL instead
          INT            | ``    | a whole number from -2147483648 to 2147483647; empty_is_null=true or bad_values=null loads NULL instead
          DECIMAL(10, 2) | 1,5   | digits with an optional point, at most 8 before it; bad_values=null loads NULL instead
          DOUBLE         | 1,5   | a number such as 12.5 or 1e-3; bad_values=null loads NULL instead
          DATE           | 31.2. | a date such as 2024-01-31; bad_values=null loads NULL instead
          BOOLEAN        | 2     | true or false; bad_values=null loads NULL instead
          ARRAY<INT>     | 2     | JSON of the form ARRAY<INT>; bad_values=null loads NULL instead
          """)
  void hintSaysWhatATypeExpects(String type, String value, String expected) {
    assertThat(Fault.badValue(column(type), bytes(value)).hint()).isEqualTo("expected " + expected);
  }

  @Test
  void nullIsNotOfferedWhereItIsNoWayOut() {
    Column required = column("INT").required();
    assertThat(Fault.badValue(required, bytes("x")).hint()).doesNotContain("NULL");
    Column large = column("LARGEINT");
    assertThat(Fault.badValue(large, bytes("9".repeat(39))).hint())
        .isEqualTo("expected a whole number of at most 38 digits");
  }

  @Test
  void hintOfACountTellsShortFromLong() {
    assertThat(Fault.fieldCount(3, 2).hint()).contains("3 fields", "short_rows=pad");
    assertThat(Fault.fieldCount(1, 2).hint()).contains("1 field;", "long_rows=drop");
  }

  @Test
  void lengthIsThatOfTheBytesAndTheReasonShowsAHundred() {
    byte[] text = bytes("é".repeat(300));
    Fault fault = Fault.tooLong(column("VARCHAR(9)"), text, 0, text.length);
    assertThat(fault.reason())
        .isEqualTo(
            "String '" + "é".repeat(100) + "'(length=600) is too long. The max length of 'c' is 9");
    assertThat(fault.value()).isEqualTo("é".repeat(Fault.MOST_VALUE));
  }

  @Test
  void valueIsCutBetweenCharacters() {
    String ships = "x" + "🚢".repeat(200);
    assertThat(Fault.badValue(column("INT"), bytes(ships)).value())
        .isEqualTo("x" + "🚢".repeat(99));
  }

  /** A hint that names an option that does not exist would be worse than none. */
  @Test
  void hintsNameOptionsThatExist() {
    Column column = column("VARCHAR(3)");
    byte[] value = bytes("v");
    List<Fault> all =
        List.of(
            Fault.fieldCount(2, 1),
            Fault.fieldCount(2, 3),
            Fault.unclosedQuote(),
            Fault.textAfterQuote("c", value),
            Fault.badUtf8("c", value),
            Fault.badEncoding("GBK", "c", value),
            Fault.badValue(Column.of(1, "c", Scalar.INT), value),
            Fault.badValue(Column.of(1, "c", Scalar.INT), bytes("")),
            Fault.tooLong(column, value, 0, 1),
            Fault.nullValue(column));
    Set<String> options = new HashSet<>(CsvOption.words());
    options.addAll(Quality.WORDS);
    Pattern word = Pattern.compile("\\b([a-z]+_[a-z_]+|[a-z_]+(?==))");
    for (Fault fault : all) {
      assertThat(fault.hint()).isNotEmpty();
      Matcher named = word.matcher(fault.hint());
      while (named.find()) {
        if (!named.group().equals("shift_jis")) {
          assertThat(options).as(fault.hint()).contains(named.group());
        }
      }
    }
  }
}
