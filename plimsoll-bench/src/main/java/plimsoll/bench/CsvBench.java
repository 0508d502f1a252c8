package plimsoll.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench csv}: one CSV file to a visible table, four ways in turn, against DuckDB. */
@Command(
    name = "csv",
    mixinStandardHelpOptions = true,
    description = {
      "Loads TPC-H lineitem as CSV: DuckDB to Parquet (ZSTD level 1), Plimsoll from a file on a warm",
      "server, by Stream Load over HTTP, and from the command line in a fresh process.",
      "Then checks count, sum, min, max and distinct count of every column against DuckDB's read_csv."
    })
final class CsvBench implements Callable<Integer> {
  private static final double MB = 1e6;
  private static final String TABLE = "bench.lineitem";

  @Option(names = "--scale", defaultValue = "1", description = "TPC-H scale factor. 1 is 754 MB.")
  private double scale;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Measured rounds; one more warms up.")
  private int rounds;

  @Option(names = "--dir", description = "Where the file is kept and data is written.")
  private Path directory = Path.of(System.getProperty("user.home"), ".cache", "plimsoll", "bench");

  @Option(names = "--json", description = "Prints figures as JSON only.")
  private boolean jsonOnly;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();
  private final Map<String, Long> bytes = new LinkedHashMap<>();
  private final Map<String, Long> peaks = new LinkedHashMap<>();
  private boolean warm;

  @Override
  public Integer call() throws IOException {
    Path csv = LineitemFile.at(scale, directory.toAbsolutePath());
    List<String> differences;
    try (Scratch scratch = new Scratch(directory);
        DuckDb duck = new DuckDb(scratch.at("duckdb-tmp"));
        PlimsollProcess server = PlimsollProcess.server(scratch.at("warm"), scratch.at("log"));
        Client client = server.client()) {
      client.sql("CREATE DATABASE bench");
      prepareCold(scratch);
      for (int round = 0; round <= rounds; round++) {
        warm = round > 0;
        duckDb(duck, csv, scratch);
        streamLoad(client, csv, round);
        fileLoad(client, csv, scratch);
        coldLoad(csv, scratch, round);
      }
      peaks.put("Plimsoll, file, warm server", server.peakRss());
      peaks.put("Plimsoll, Stream Load", server.peakRss());
      differences = differences(client, duck, csv);
    }
    report(Files.size(csv), differences);
    return differences.isEmpty() ? 0 : 1;
  }

  private void duckDb(DuckDb duck, Path csv, Scratch scratch) throws IOException {
    Path parquet = scratch.at("duckdb.parquet");
    time("DuckDB, CSV to Parquet", () -> duck.copy(csv, parquet));
    bytes.put("DuckDB, CSV to Parquet", Files.size(parquet));
    Files.delete(parquet);
  }

  private void fileLoad(Client client, Path csv, Scratch scratch) throws IOException {
    recreate(client);
    String statement =
        "LOAD DATA INFILE '"
            + csv
            + "' INTO TABLE "
            + TABLE
            + " OPTIONS (format = 'csv', delimiter = '|', header = false, mode = 'append')";
    time("Plimsoll, file, warm server", () -> client.sql(statement));
    bytes.put("Plimsoll, file, warm server", scratch.bytes("warm", ".parquet"));
  }

  private void streamLoad(Client client, Path csv, int round) throws IOException {
    recreate(client);
    time(
        "Plimsoll, Stream Load",
        () -> requireSuccess(client.load(TABLE, "http-" + round, LineitemFile.SEPARATOR, csv)));
  }

  private void prepareCold(Scratch scratch) throws IOException {
    run(scratch, "sql", "--data", scratch.at("cold").toString(), "CREATE DATABASE bench");
    run(scratch, "sql", "--data", scratch.at("cold").toString(), createTable());
  }

  private void coldLoad(Path csv, Scratch scratch, int round) throws IOException {
    String data = scratch.at("cold").toString();
    String[] load = {
      "load",
      csv.toString(),
      "--into",
      TABLE,
      "--data",
      data,
      "--label",
      "cold-" + round,
      "--separator",
      "|",
      "--no-header"
    };
    time("Plimsoll, command line, cold", () -> run(scratch, load));
    run(scratch, "sql", "--data", data, "TRUNCATE TABLE " + TABLE);
  }

  private static void run(Scratch scratch, String... arguments) throws IOException {
    if (PlimsollProcess.command(scratch.at("log"), arguments).await() != 0) {
      throw new IOException("plimsoll " + arguments[0] + " failed; see " + scratch.keep());
    }
  }

  private static void requireSuccess(JsonNode answer) throws IOException {
    if (!answer.path("Status").asText().equals("Success")) {
      throw new IOException("the load failed: " + answer);
    }
  }

  private static void recreate(Client client) throws IOException {
    client.sql("DROP TABLE IF EXISTS " + TABLE);
    client.sql(createTable());
  }

  private static String createTable() {
    return LineitemFile.COLUMNS.stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", ", "CREATE TABLE " + TABLE + " (", ")"));
  }

  private interface Work {
    void run() throws IOException;
  }

  private void time(String name, Work work) throws IOException {
    long begin = System.nanoTime();
    work.run();
    if (warm) {
      double took = (System.nanoTime() - begin) / 1e9;
      seconds.computeIfAbsent(name, none -> new ArrayList<>()).add(took);
    }
  }

  /** Columns whose count, sum, min, max or distinct count is not what DuckDB reads of the file. */
  private static List<String> differences(Client client, DuckDb duck, Path csv) throws IOException {
    List<String> differences = new ArrayList<>();
    for (LineitemFile.Column column : LineitemFile.COLUMNS) {
      List<String> ours = plain(client.sql(aggregates(column, TABLE)).get(0));
      List<String> theirs = plain(duck.query(aggregates(column, DuckDb.readCsv(csv))).get(0));
      if (!ours.equals(theirs)) {
        differences.add(column.name() + ": Plimsoll " + ours + ", DuckDB " + theirs);
      }
    }
    return differences;
  }

  private static String aggregates(LineitemFile.Column column, String from) {
    String name = column.name();
    String sum = column.isNumber() ? ", sum(" + name + ")" : "";
    String lengths = column.isText() ? ", sum(length(" + name + "))" : "";
    return String.format(
        "SELECT count(%1$s), min(%1$s), max(%1$s), count(DISTINCT %1$s)%2$s%3$s FROM %4$s",
        name, sum, lengths, from);
  }

  /** The same number is the same text, however many zeros it was written with. */
  private static List<String> plain(List<String> row) {
    return row.stream().map(CsvBench::plain).toList();
  }

  private static String plain(String value) {
    try {
      return new BigDecimal(value).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException text) {
      return value;
    }
  }

  private void report(long csvBytes, List<String> differences) throws IOException {
    Figures figures = new Figures();
    double peer = Figures.median(seconds.values().iterator().next());
    seconds.forEach(
        (name, times) -> {
          double median = Figures.median(times);
          figures.add(
              "way",
              name,
              "median_s",
              median,
              "best_s",
              times.stream().mapToDouble(Double::doubleValue).min().orElse(0),
              "MB_per_s",
              csvBytes / MB / median,
              "times_duckdb",
              peer / median,
              "parquet_MB",
              megabytes(bytes.get(name)),
              "peak_rss_MB",
              megabytes(peaks.get(name)));
        });
    PrintWriter out = spec.commandLine().getOut();
    if (!jsonOnly) {
      out.printf("lineitem, scale %s, %.0f MB, %d rounds%n%n", scale, csvBytes / MB, rounds);
      out.println(figures.table());
      differences.forEach(out::println);
      out.println(differences.isEmpty() ? "All columns equal DuckDB's." : "Columns differ!");
    }
    out.println(figures.json());
    out.flush();
  }

  private static @Nullable Double megabytes(@Nullable Number bytes) {
    return bytes == null ? null : bytes.doubleValue() / MB;
  }
}
