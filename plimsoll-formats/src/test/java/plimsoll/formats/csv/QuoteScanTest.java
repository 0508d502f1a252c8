package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
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
