package plimsoll.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What fuzzing begins with beside the corpus: the inputs of the other modules' tests. */
final class Seeds {
  private static final Path SQL = Path.of("../plimsoll-sql/src/test/resources/plimsoll/sql");

  private static final Path CONVERSIONS =
      Path.of("../plimsoll-engine/src/test/resources/plimsoll/convert/conversions.txt");

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

  /** Small files in the dialects that people use. */
  static List<byte[]> csv() {
    List<byte[]> seeds = new ArrayList<>();
    for (String file :
        List.of(
            "a,1,b\nc,2,d\n",
            "s,i,v\r\n\"a\"\"b\",2,\"x\ny\"\r\n",
            "\uFEFFa,null,NA\n\n\"unclosed,1,2\n",
            "'it\\'s', 7 ,é\n,,\nx,99999999999,toolong\n")) {
      for (int dialect = 0; dialect < CsvTarget.COMMON; dialect++) {
        String head = "\0" + (char) dialect + (char) (3 * dialect);
        seeds.add((head + file).getBytes(StandardCharsets.UTF_8));
      }
    }
    return seeds;
  }

  /** The texts of the conversions' cases, for each set of rules. */
  static List<byte[]> conversions() {
    List<byte[]> seeds = new ArrayList<>();
    for (String line : read(CONVERSIONS)) {
      String[] parts = line.split("\\|", -1);
      if (!line.startsWith("#") && parts.length == 5) {
        String text = parts[2].strip().replaceAll("^\"|\"$", "");
        for (int number : ConversionsTarget.casesOf(parts[1].strip())) {
          seeds.add(((char) number + text).getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    return seeds;
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
    return read(SQL.resolve(file));
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<byte[]> bytes(List<String> texts) {
    return texts.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();
  }
}
