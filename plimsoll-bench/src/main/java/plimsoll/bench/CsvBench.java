package plimsoll.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench csv}: CSV files to visible tables, in several ways in turn, and by peers. */
@Command(
    name = "csv",
    mixinStandardHelpOptions = true,
    description = {
      "Loads CSV files: TPC-H lineitem, a wide one, one of quotes, one of NULLs and one of long texts.",
      "Plimsoll: from a file on a warm server, by Stream Load, from the command line in a fresh process.",
      "Peers: DuckDB to Parquet (same codec, level and threads); PostgreSQL COPY and MariaDB LOAD DATA",
      "where they are installed. All take turns in each round. At the end of each file its columns are",
      "compared with what DuckDB reads of it."
    })
final class CsvBench implements Callable<Integer> {
  private static final double MB = 1e6;
  private static final int COLUMNS_AT_A_TIME = 8;

  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "Size: at 1 lineitem is 754 MB, each other file 400 MB.")
  private double scale;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measured rounds; default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--warmup",
      defaultValue = "6",
      description =
          "Rounds before that, without the command line; each is two loads of the server, which"
              + " then has compiled its code; default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Option(
      names = "--files",
      split = ",",
      paramLabel = "NAME",
      description = "lineitem, wide, quotes, nulls, texts; default: all.")
  @Nullable
  private List<String> files;

  @Option(names = "--no-peers", description = "Leaves PostgreSQL and MariaDB out.")
  private boolean noPeers;

  @Option(names = "--dir", description = "Where files are kept and data is written.")
  private Path directory = Path.of(System.getProperty("user.home"), ".cache", "plimsoll", "bench");

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the figures there as JSON.")
  @Nullable
  private Path out;

  @Option(names = "--json", description = "Prints figures as JSON only.")
  private boolean jsonOnly;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private final Figures all = new Figures();
  private final List<String> differences = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    List<Way> ways = new ArrayList<>();
    try (Scratch scratch = new Scratch(directory);
        DuckDb duck = new DuckDb(scratch.at("check-tmp"));
        WarmServer server = new WarmServer(scratch)) {
      try {
        ways.add(new DuckDb.Way(scratch));
        ways.add(server.stream());
        ways.add(server.file());
        ways.add(new ColdCommand(scratch));
        addPeers(ways);
        for (Map.Entry<String, CsvFile.Rows> each : Varieties.all().entrySet()) {
          if (files == null || files.contains(each.getKey())) {
            CsvFile file =
                CsvFile.of(each.getKey(), each.getValue(), scale, directory.toAbsolutePath());
            measure(file, ways);
            compare(file, server, duck);
          }
        }
      } finally {
        close(ways);
      }
    }
    String json = all.json();
    if (out != null) {
      Files.writeString(out, json + "\n");
    }
    if (jsonOnly || out == null) {
      say(json);
    }
    return differences.isEmpty() ? 0 : 1;
  }

  private void addPeers(List<Way> ways) throws IOException {
    if (!noPeers) {
      add(ways, PostgreSql.start(), "PostgreSQL");
      add(ways, MariaDb.start(), "MariaDB");
    }
  }

  private void add(List<Way> ways, Optional<Way> peer, String name) {
    peer.ifPresentOrElse(
        ways::add, () -> tell(name + " is not installed here: it does not take part."));
  }

  private static void close(List<Way> ways) throws IOException {
    IOException failure = null;
    for (Way way : ways) {
      try {
        way.close();
      } catch (IOException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** What was measured of one way. */
  private static final class Measured {
    final List<Double> seconds = new ArrayList<>();
    final List<Double> cpuSeconds = new ArrayList<>();
    long peakBytes;
    long bytes;
  }

  private void measure(CsvFile file, List<Way> ways) throws IOException {
    Map<Way, Measured> measured = new LinkedHashMap<>();
    ways.forEach(way -> measured.put(way, new Measured()));
    for (int round = -warmup; round < rounds; round++) {
      for (Way way : ways) {
        boolean warms = round < 0;
        if (!warms || way.process() != null) { // a process that ends has nothing to keep warm
          way.prepare(file);
          load(file, way, warms ? new Measured() : Objects.requireNonNull(measured.get(way)));
        }
      }
    }
    report(file, measured);
  }

  private static void load(CsvFile file, Way way, Measured into) throws IOException {
    ProcessHandle process = way.process();
    double cpuBefore = 0;
    if (process != null) {
      Usage.resetPeak(process);
      cpuBefore = Usage.cpuSeconds(process);
    }
    long begin = System.nanoTime();
    way.load(file);
    into.seconds.add((System.nanoTime() - begin) / 1e9);
    Double cpu =
        process == null
            ? way.lastCpuSeconds()
            : Double.valueOf(Usage.cpuSeconds(process) - cpuBefore);
    Long peak = process == null ? way.lastPeakBytes() : Usage.peakBytes(process);
    if (cpu != null) {
      into.cpuSeconds.add(cpu);
    }
    into.peakBytes = Math.max(into.peakBytes, peak == null ? 0 : peak);
    into.bytes = way.bytes();
  }

  private void report(CsvFile file, Map<Way, Measured> measured) throws IOException {
    Figures figures = new Figures();
    double peer = Figures.median(measured.values().iterator().next().seconds);
    for (Map.Entry<Way, Measured> each : measured.entrySet()) {
      Measured found = each.getValue();
      double median = Figures.median(found.seconds);
      @Nullable Object[] row = {
        "file",
        file.name(),
        "way",
        each.getKey().name(),
        "median_s",
        median,
        "best_s",
        found.seconds.stream().mapToDouble(Double::doubleValue).min().orElse(0),
        "MB_per_s",
        file.bytes() / MB / median,
        "times_duckdb",
        peer / median,
        "cpu_s",
        found.cpuSeconds.isEmpty() ? null : Figures.median(found.cpuSeconds),
        "peak_MB",
        found.peakBytes == 0 ? null : found.peakBytes / MB,
        "disk_MB",
        found.bytes / MB,
      };
      figures.add(row);
      all.add(row);
    }
    tell(
        String.format(
            "%n%s, scale %s, %.0f MB, %d columns, %d rounds after %d%n",
            file.name(), scale, file.bytes() / MB, file.columns().size(), rounds, warmup));
    tell(figures.table());
  }

  private void compare(CsvFile file, WarmServer server, DuckDb duck) throws IOException {
    Way again = server.file();
    again.prepare(file);
    again.load(file);
    List<String> found = differences(file, server, duck);
    found.forEach(this::tell);
    tell(found.isEmpty() ? "All columns equal DuckDB's." : "Columns differ!");
    differences.addAll(found);
  }

  /** Columns whose count, sum, min, max or distinct count is not what DuckDB reads of the file. */
  private static List<String> differences(CsvFile file, WarmServer server, DuckDb duck)
      throws IOException {
    List<String> differences = new ArrayList<>();
    List<CsvFile.Column> columns = file.columns();
    for (int from = 0; from < columns.size(); from += COLUMNS_AT_A_TIME) {
      List<CsvFile.Column> some =
          columns.subList(from, Math.min(columns.size(), from + COLUMNS_AT_A_TIME));
      List<String> what = some.stream().flatMap(CsvBench::aggregates).toList();
      String select = "SELECT " + String.join(", ", what) + " FROM ";
      List<String> ours = plain(server.sql(select + WarmServer.table()).get(0));
      // what MySQL and we call the length of a text is its bytes; DuckDB's are its characters
      List<String> theirs =
          plain(duck.query(select.replace("length(", "strlen(") + DuckDb.readCsv(file)).get(0));
      for (int i = 0; i < what.size(); i++) {
        if (!ours.get(i).equals(theirs.get(i))) {
          differences.add(what.get(i) + ": Plimsoll " + ours.get(i) + ", DuckDB " + theirs.get(i));
        }
      }
    }
    return differences;
  }

  /** The order in which threads add up floating point numbers is not fixed, so their sum is not. */
  private static Stream<String> aggregates(CsvFile.Column column) {
    List<String> of = new ArrayList<>(List.of("count(%s)", "min(%s)", "max(%s)"));
    of.add("count(DISTINCT %s)");
    if (column.isNumber() && !column.type().equals("DOUBLE")) {
      of.add("sum(%s)");
    }
    if (column.isText()) {
      of.add("sum(length(%s))");
    }
    return of.stream().map(each -> String.format(each, column.name()));
  }

  /** The same value is the same text, however many zeros it was written with. */
  private static List<String> plain(List<String> row) {
    return row.stream().map(CsvBench::plain).toList();
  }

  private static String plain(String value) {
    try {
      return new BigDecimal(value).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException text) {
      return value.replaceFirst("(:\\d\\d)\\.0$", "$1"); // a time, as JDBC writes it
    }
  }

  private void tell(String line) {
    if (!jsonOnly) {
      say(line);
    }
  }

  private void say(String line) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(line);
    to.flush();
  }
}
