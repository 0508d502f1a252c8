package plimsoll.formats.csv.guess;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.model.DataType;
import plimsoll.pipeline.parse.CsvOptions;

/** Files as they are met, with what a guess must say of them: expected.txt. */
class UglyFilesTest {
  @ParameterizedTest
  @MethodSource("files")
  void guessIsAsExpected(String expected) throws IOException {
    assertThat(describe(expected, guess(bytes(name(expected))))).isEqualTo(expected);
  }

  /** What was guessed of a file whole must hold for it. */
  @ParameterizedTest
  @MethodSource("files")
  void whateverIsGuessedLoads(String expected) throws IOException {
    byte[] data = bytes(name(expected));
    CsvGuess guess = guess(data);
    byte[] utf8 = new String(data, guess.encoding()).getBytes(StandardCharsets.UTF_8);
    int rejects = Integer.parseInt(expected.replaceAll(".*\\| ", ""));
    assertThat(new GuessedLoad(guess, utf8).rejects()).hasSize(rejects);
  }

  static List<String> files() throws IOException {
    String all = new String(bytes("expected.txt"), StandardCharsets.UTF_8);
    return all.lines().filter(line -> !line.startsWith("#")).toList();
  }

  private static String name(String expected) {
    return expected.substring(0, expected.indexOf(' '));
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = UglyFilesTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static CsvGuess guess(byte[] data) {
    return CsvGuess.of("f", data, true, CsvOptions.rfc4180(), Known.NOTHING);
  }

  private static String describe(String expected, CsvGuess guess) {
    CsvOptions csv = guess.csv();
    List<String> words = new ArrayList<>();
    for (int i = 0; i < guess.columns().size(); i++) {
      for (String word : guess.columns().get(i).nullWords()) {
        words.add((i + 1) + "=" + word);
      }
    }
    return Stream.of(
            name(expected),
            guess.encoding().name(),
            guess.separator().replace("\t", "\\t").replace("\u0001", "\\x01"),
            text(csv.enclose()),
            csv.escape() == null ? text(csv.quoteEscape()) : text(csv.escape()) + " everywhere",
            Long.toString(csv.skipHeader()),
            csv.trim() == CsvOptions.Trim.NONE ? "no" : "yes",
            guess.header() == null ? "no" : "yes",
            guess.types().stream().map(DataType::sql).collect(Collectors.joining(" ")),
            String.join(" ", words),
            expected.replaceAll(".*\\| ", ""))
        .collect(Collectors.joining(" | "));
  }

  private static String text(@Nullable Byte value) {
    return value == null ? "none" : Character.toString((char) value.byteValue());
  }
}
