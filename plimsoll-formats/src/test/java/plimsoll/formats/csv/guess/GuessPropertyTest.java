package plimsoll.formats.csv.guess;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import plimsoll.pipeline.parse.CsvOptions;

/** Random tables in random dialects: what a guess says of all of a file holds for all of it. */
class GuessPropertyTest {
  private static final int FILES = 500;
  private static final String[] SEPARATORS = {",", ";", "\t", "|", "||"};
  private static final String[] LINE_ENDS = {"\n", "\r\n", "\r", "\r\r\n"};

  @Test
  void everyRowOfAFileSeenWholeLoads() {
    for (int seed = 0; seed < FILES; seed++) {
      File file = new File(new Random(seed));
      String text = file.text();
      byte[] data = text.getBytes(StandardCharsets.UTF_8);
      CsvGuess guess = CsvGuess.of("f", data, true, CsvOptions.rfc4180(), Known.NOTHING);
      GuessedLoad load = new GuessedLoad(guess, data);
      assertThat(load.rejects()).as("seed %d:\n%s", seed, text).isEmpty();
      assertThat(load.rows() + (guess.header() == null ? 0 : 1))
          .as("seed %d:\n%s", seed, text)
          .isEqualTo(file.lines);
      if (file.hasHeader) {
        assertThat(guess.separator()).as("seed %d:\n%s", seed, text).isEqualTo(file.separator);
      }
    }
  }

  /** A file of columns that each hold one kind of value, with holes. */
  private static final class File {
    private final Random random;
    private final String separator;
    private final String lineEnd;
    private final boolean quoteAll;
    private final List<Integer> kinds = new ArrayList<>();
    private final String nullWord;
    private boolean hasHeader;
    private long lines;

    File(Random random) {
      this.random = random;
      separator = SEPARATORS[random.nextInt(SEPARATORS.length)];
      lineEnd = LINE_ENDS[random.nextInt(LINE_ENDS.length)];
      quoteAll = random.nextInt(3) == 0;
      nullWord = new String[] {"", "", "NA", "-", "NULL"}[random.nextInt(5)];
      int width = 2 + random.nextInt(8);
      for (int i = 0; i < width; i++) {
        kinds.add(random.nextInt(10));
      }
    }

    String text() {
      StringBuilder text = new StringBuilder();
      hasHeader = random.nextBoolean();
      if (hasHeader) {
        for (int i = 0; i < kinds.size(); i++) {
          text.append(i == 0 ? "" : separator).append(quoted("name" + i));
        }
        text.append(lineEnd);
      }
      int rows = 5 + random.nextInt(200);
      lines = hasHeader ? rows + 1L : rows;
      for (int row = 0; row < rows; row++) {
        for (int i = 0; i < kinds.size(); i++) {
          String value = random.nextInt(10) == 0 ? nullWord : value(kinds.get(i));
          text.append(i == 0 ? "" : separator).append(quoted(value));
        }
        text.append(lineEnd);
      }
      return text.toString();
    }

    private String quoted(String value) {
      boolean must = value.contains(separator) || value.contains("\"") || value.contains("\n");
      return quoteAll || must ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    private String value(int kind) {
      return switch (kind) {
        case 0 -> Integer.toString(random.nextInt(100));
        case 1 -> Long.toString(random.nextLong());
        case 2 -> Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(12)));
        case 3 -> String.format("%05d", random.nextInt(100_000));
        case 4 -> String.format("2024-%02d-%02d", 1 + random.nextInt(12), 1 + random.nextInt(28));
        case 5 -> "2024-05-06 07:08:09." + random.nextInt(1_000_000_000);
        case 6 -> Boolean.toString(random.nextBoolean());
        case 7 -> "text, " + random.nextInt(50) + (random.nextInt(5) == 0 ? " \"x\"" : "");
        case 8 -> "note " + (random.nextInt(9) == 0 ? "of two" + lineBreak() + "lines" : "");
        default -> random.nextInt(20) == 0 ? "x" + random.nextInt(9) : "" + random.nextInt(1000);
      };
    }

    /** As a writer in text mode has it, which turns each LF into CR LF. */
    private String lineBreak() {
      return lineEnd.equals("\n") ? "\n" : "\r\n";
    }
  }
}
