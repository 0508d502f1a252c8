package plimsoll.online.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import plimsoll.online.sort.Run;
import plimsoll.online.table.OnlineTable;

/**
 * A staged load as lines: the version and numbers; then each run as {@code run <ends> <path>}, each
 * file as {@code file <path>}. Paths hold no line ends: file names are ours.
 */
final class StagedText {
  private static final String VERSION = "1";

  private StagedText() {}

  static String write(StagedLoad load) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(
            " ",
            VERSION,
            Long.toString(load.loadId()),
            Long.toString(load.arrival()),
            Boolean.toString(load.putIfAbsent()),
            Long.toString(load.incarnation()),
            Long.toString(load.rows()),
            Long.toString(load.late()),
            Long.toString(load.bytes())));
    for (Run run : load.runs()) {
      String ends = run.ends().stream().map(String::valueOf).collect(Collectors.joining(","));
      lines.add("run " + ends + " " + run.path());
    }
    load.files().forEach(file -> lines.add("file " + file));
    return String.join("\n", lines);
  }

  static StagedLoad read(OnlineTable online, String text) {
    List<String> lines = text.lines().toList();
    String[] numbers = lines.get(0).split(" ", -1);
    if (numbers.length != 8 || !numbers[0].equals(VERSION)) {
      throw new IllegalArgumentException("no staged load: '" + lines.get(0) + "'");
    }
    List<Run> runs = new ArrayList<>();
    List<String> files = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (line.startsWith("run ")) {
        runs.add(run(line.split(" ", 3)));
      } else {
        files.add(line.substring("file ".length()));
      }
    }
    return new StagedLoad(
        online,
        Long.parseLong(numbers[1]),
        Long.parseLong(numbers[2]),
        Boolean.parseBoolean(numbers[3]),
        Long.parseLong(numbers[4]),
        runs,
        files,
        Long.parseLong(numbers[5]),
        Long.parseLong(numbers[6]),
        Long.parseLong(numbers[7]));
  }

  static List<String> paths(String text) {
    return text.lines()
        .skip(1)
        .map(line -> line.split(" ", line.startsWith("run ") ? 3 : 2))
        .map(words -> words[words.length - 1])
        .toList();
  }

  private static Run run(String[] words) {
    return new Run(words[2], Arrays.stream(words[1].split(",", -1)).map(Long::valueOf).toList());
  }
}
