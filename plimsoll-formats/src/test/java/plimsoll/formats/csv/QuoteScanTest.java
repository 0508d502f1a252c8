package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.pipeline.parse.CsvOptions;

/** What a few quotes near the end tell of where rows end. */
class QuoteScanTest {
  private static int sureEnd(String text, CsvOptions options) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return new QuoteScan(Dialect.of(options)).lastSureEnd(data, 0, data.length);
  }

  /** {@code '} stands for the quote, {@code /} for LF, {@code \} escapes; 0 is no answer. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        // behind a quote that closes, or is data
        "1,'a'/|6",
        "1,'a'/2,b|6",
        "1,'a'/2,b/3|10",
        "'a',1/2,3/4,'b/|10",
        "5',6/7|5",
        "1,'a''b'/|9",
        "1,'a'''/|8",
        "1,'a/b'/|8",
        "1,'a,'/2,'b'/|13",
        // what opens, or may, tells nothing of what is behind it
        "1,'a/|0",
        "1,'',2/|0",
        "'',2/|0",
        "'''/|0",
        "''''a/|0",
        "1,'a''/|0",
        "'a'/1,'b/|4",
        "'a'/1,'/|4",
        "1,2/3,4/|0",
        // an escape makes data of what is behind it
        "1,'a\\'/|0",
        "1,'a\\''/|0",
        "1,'a'\\/|0",
        "1,'a'/2\\/|6",
      })
  void rowEndsBehindAQuoteThatDoesNotOpen(String text, int end) {
    CsvOptions options = CsvOptions.rfc4180().toBuilder().escape((byte) '\\').build();
    assertThat(sureEnd(text.replace('\'', '"').replace('/', '\n'), options)).isEqualTo(end);
  }

  /** One that works in quotes only makes nothing data outside them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "1,'a\\'/|0",
        "1,'a\\''/|0",
        "1,'a'/2\\/3/|11",
        "1,'a'/2\\/|9", // there the line break ends a row
      })
  void escapeOfQuotesMayBeData(String text, int end) {
    CsvOptions options = CsvOptions.rfc4180().toBuilder().quoteEscape((byte) '\\').build();
    assertThat(sureEnd(text.replace('\'', '"').replace('/', '\n'), options)).isEqualTo(end);
  }

  /** {@code '} stands for the quote, {@code /} for LF. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1,C:\\new/2,\\/|0",
        "1,\\/'a'/|0",
        "1,\\/'a|1",
        "1,'\\/|-1",
        "1,'\\'/|-1",
        "1,\\'/|-1",
        "1,'a'/\\,b/|0",
      })
  void escapeOfQuotesOutsideThemIsPassedOver(String text, int state) {
    CsvOptions options = CsvOptions.rfc4180().toBuilder().quoteEscape((byte) '\\').build();
    String start = text.replace('\'', '"').replace('/', '\n');
    for (int before = 0; before < 70; before++) { // in the block of 64 bytes, and behind it
      byte[] data = ("x".repeat(before) + "\n" + start).getBytes(StandardCharsets.UTF_8);
      assertThat(new QuoteScan(Dialect.of(options)).stateAt(data, 0, data.length))
          .as("behind " + before)
          .isEqualTo(state);
      byte[] more = Arrays.copyOf(data, data.length + 64); // all in whole blocks
      Arrays.fill(more, data.length, more.length, (byte) 'y');
      assertThat(new QuoteScan(Dialect.of(options)).stateAt(more, 0, more.length))
          .as("more behind " + before)
          .isEqualTo(state);
    }
  }

  @Test
  void quoteBehindBlanksThatGoMayOpen() {
    CsvOptions plain = CsvOptions.rfc4180();
    CsvOptions trimming = plain.toBuilder().trim(CsvOptions.Trim.SPACES).build();
    assertThat(sureEnd("1, \"a\nb", plain)).isEqualTo(6);
    assertThat(sureEnd("1, \"a\nb", trimming)).isZero();
  }

  @Test
  void quotesFarAwayTellNothing() {
    String text = "1,\"a\"\n" + "x".repeat(2_000);
    assertThat(sureEnd(text, CsvOptions.rfc4180())).isZero();
    String quotes = "a\n" + "\"".repeat(2_001) + "\n";
    assertThat(sureEnd(quotes, CsvOptions.rfc4180())).isZero();
  }
}
