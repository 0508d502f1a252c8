package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.flow.Quoting;
import plimsoll.pipeline.parse.CsvOptions;

/** Which bytes the fast way of stage one takes, and which it leaves to the exact one. */
class IndexerTest {
  private static final CsvOptions QUOTED = CsvOptions.rfc4180();

  private static boolean takes(CsvOptions options, String text) {
    String bytes = text.replace("%", "x".repeat(130));
    byte[] data = bytes.replace('\'', '"').replace('/', '\n').getBytes(StandardCharsets.UTF_8);
    Indexer fast = Indexer.fast(Dialect.of(options), Quoting.UNKNOWN);
    return fast.index(data, 0, data.length, new StructuralIndex());
  }

  /**
   * {@code '} stands for the quote, {@code /} for LF, {@code %} for two blocks; behind 0 to 70
   * other bytes.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1,'a'/2,b/                  | true  | true",
        "1,'a''b'/                   | true  | true",
        "1,a'b/                      | false | false",
        "1,C:\\new/2,'a'\\/          | true  | false",
        "1,\\\\,\\/'a'/2,'b'/        | true  | false",
        "1,'\\x'/                    | false | false",
        "1,'C:\\\\new'/2,b/          | false | false",
        "1,'%\\%'/                    | false | false",
        "1,'a'/2,'x/\\'/             | false | false",
      })
  void takesWhatMeansTheSameAtEachPlace(String text, boolean onlyQuotes, boolean everywhere) {
    CsvOptions only = QUOTED.toBuilder().quoteEscape((byte) '\\').build();
    CsvOptions all = QUOTED.toBuilder().escape((byte) '\\').build();
    for (int before = 0; before <= 70; before++) {
      String line = "x".repeat(before) + "/" + text + "y,z/".repeat(20);
      assertThat(takes(only, line)).as("only quotes, behind " + before).isEqualTo(onlyQuotes);
      assertThat(takes(all, line)).as("everywhere, behind " + before).isEqualTo(everywhere);
    }
  }
}
