package plimsoll.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cases in a resource file: blocks separated by blank lines, {@code #} comments, then lines that
 * begin with {@code > } (the input) and below them the expected answer.
 */
public final class Cases {
  private Cases() {}

  /**
   * One case.
   *
   * @param input the statement
   * @param expected what it should give
   */
  public record Case(String input, String expected) {
    @Override
    public String toString() {
      return input;
    }
  }

  /** Reads a file that lies beside a test class. */
  public static Stream<Case> in(Class<?> test, String file) {
    List<Case> cases = new ArrayList<>();
    for (String block : text(test, file).split("\n\\s*\n", -1)) {
      List<String> lines = block.lines().filter(line -> !line.startsWith("#")).toList();
      List<String> input = lines.stream().filter(line -> line.startsWith("> ")).toList();
      List<String> expected = lines.stream().filter(line -> !line.startsWith("> ")).toList();
      if (!input.isEmpty()) {
        cases.add(
            new Case(
                String.join("\n", input.stream().map(line -> line.substring(2)).toList()),
                String.join("\n", expected).strip()));
      }
    }
    return cases.stream();
  }

  private static String text(Class<?> test, String file) {
    try (InputStream in = test.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
