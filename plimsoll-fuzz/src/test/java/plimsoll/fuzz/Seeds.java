package plimsoll.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What fuzzing begins with beside the corpus: the inputs of the other modules' tests. */
final class Seeds {
  private static final Path SQL = Path.of("../plimsoll-sql/src/test/resources/plimsoll/sql");

  private Seeds() {}

  static List<byte[]> packets() {
    return PacketSeeds.all();
  }

  static List<byte[]> statements() {
    List<String> texts = cases("parse/statements.txt");
    texts.addAll(cases("plan/plans.txt"));
    return bytes(texts);
  }

  static List<byte[]> queries() {
    List<String> texts = cases("query/queries.txt");
    texts.addAll(cases("query/outside.txt"));
    for (String line : lines("query/functions.txt")) {
      int end = line.indexOf(" => ");
      if (end > 0) {
        texts.add("SELECT " + line.substring(0, end));
      }
    }
    return bytes(texts);
  }

  /** Inputs of a file of cases: the lines that begin with {@code > }. */
  private static List<String> cases(String file) {
    List<String> texts = new ArrayList<>();
    for (String block : String.join("\n", lines(file)).split("\n\\s*\n", -1)) {
      String text =
          block
              .lines()
              .filter(line -> line.startsWith("> "))
              .map(line -> line.substring(2))
              .collect(Collectors.joining("\n"));
      if (!text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(SQL.resolve(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
