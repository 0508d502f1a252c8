package plimsoll.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bench online}: bulk loads into rows by key and time, and point reads beside them. */
@Command(
    name = "online",
    mixinStandardHelpOptions = true,
    description = {
      "Loads rows of 100 bytes from CSV into the online side of a warm server: plainly, and with",
      "put_if_absent into an empty table and again into the same one, by rows per key and time and",
      "by indexes. Then reads keys over HTTP at a steady rate, first alone, then beside loads of a",
      "server that gives each load one core; and asks a server that only gives the same answer, which",
      "is what the machine takes."
    })
final class OnlineBench implements Callable<Integer> {
  private static final String DATABASE = "bench";

  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "Size: at 1 each file has 3 million rows, 300 MB.")
  private double scale;

  @Option(names = "--rounds", defaultValue = "3", description = "Measured rounds.")
  private int rounds;

  @Option(names = "--warmup", defaultValue = "2", description = "Rounds before that.")
  private int warmup;

  @Option(
      names = "--rows-per-key",
      split = ",",
      defaultValue = "1,100,10000,1000000",
      description = "Rows of equal key and time; default: ${DEFAULT-VALUE}.")
  private List<Integer> rowsPerKey = List.of();

  @Option(
      names = "--indexes",
      split = ",",
      defaultValue = "1,3",
      description = "Indexes of a table; default: ${DEFAULT-VALUE}.")
  private List<Integer> indexes = List.of();

  @Option(
      names = "--reads",
      defaultValue = "5000",
      description = "Point reads a second; default: ${DEFAULT-VALUE}. 0: none.")
  private int reads;

  @Option(names = "--clients", defaultValue = "4", description = "Clients that read.")
  private int clients;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description = "How long they read, in each round.")
  private double seconds;

  @Option(
      names = "--warm-seconds",
      defaultValue = "60",
      description = "How long they read before: until then code is compiled beside.")
  private double warmSeconds;

  @Option(names = "--dir", description = "Where files are kept and data is written.")
  private Path directory = Path.of(System.getProperty("user.home"), ".cache", "plimsoll", "bench");

  @Option(names = "--out", paramLabel = "FILE", description = "Writes the figures there as JSON.")
  @Nullable
  private Path out;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  private int tables;

  @Override
  public Integer call() throws Exception {
    Figures loads = new Figures();
    try (Scratch scratch = new Scratch(directory);
        PlimsollProcess server = PlimsollProcess.server(scratch.at("data"), scratch.at("log"))) {
      sql(server, "CREATE DATABASE " + DATABASE);
      for (int perKey : rowsPerKey) {
        for (int count : indexes) {
          measure(server, file(perKey), perKey, count, loads);
        }
      }
    }
    say(loads.table());
    Figures latencies = new Figures();
    if (reads > 0) {
      readBesideLoads(latencies);
      say(latencies.table());
    }
    String json = loads.json() + (reads > 0 ? "\n" + latencies.json() : "");
    if (out == null) {
      say(json);
    } else {
      Files.writeString(out, json + "\n");
    }
    return 0;
  }

  private void say(String text) {
    PrintWriter to = spec.commandLine().getOut();
    to.println(text);
    to.flush();
  }

  private CsvFile file(int perKey) throws IOException {
    return CsvFile.of("online-" + perKey, new OnlineRows(perKey), scale, directory);
  }

  private static void sql(PlimsollProcess server, String statement) throws IOException {
    try (Client client = server.client()) {
      client.sql(statement);
    }
  }

  /** The ways take turns, so that what else the machine does meets all of them. */
  private enum Way {
    PLAIN("plain"),
    IF_ABSENT("put_if_absent"),
    IF_ABSENT_AGAIN("put_if_absent, all there");

    final String title;

    Way(String title) {
      this.title = title;
    }
  }

  private void measure(PlimsollProcess server, CsvFile file, int perKey, int count, Figures figures)
      throws IOException {
    Map<Way, List<Double>> seconds = new LinkedHashMap<>();
    Map<Way, Double> cpu = new LinkedHashMap<>();
    Usage.resetPeak(server.handle());
    for (int round = -warmup; round < rounds; round++) {
      String plain = newTable(server, file, count);
      String absent = newTable(server, file, count);
      for (Way way : Way.values()) {
        double before = Usage.cpuSeconds(server.handle());
        long begin = System.nanoTime();
        load(server, file, way == Way.PLAIN ? plain : absent, way != Way.PLAIN);
        if (round >= 0) {
          seconds.computeIfAbsent(way, any -> new ArrayList<>()).add(since(begin));
          cpu.merge(way, Usage.cpuSeconds(server.handle()) - before, Double::sum);
        }
      }
      requireRows(server, absent);
      sql(server, "DROP TABLE " + plain);
      sql(server, "DROP TABLE " + absent);
    }
    double plain = Figures.median(seconds.getOrDefault(Way.PLAIN, List.of()));
    for (Way way : Way.values()) {
      double median = Figures.median(seconds.getOrDefault(way, List.of()));
      figures.add(
          "rows_per_key",
          perKey,
          "indexes",
          count,
          "way",
          way.title,
          "median_s",
          median,
          "rows_per_s",
          String.format(Locale.ROOT, "%,.0f", OnlineRows.rows(scale) / median),
          "times_plain",
          median / plain,
          "cpu_s",
          cpu.getOrDefault(way, 0.0) / rounds,
          "peak_MB",
          peak(server));
    }
  }

  private static @Nullable Double peak(PlimsollProcess server) {
    Long bytes = Usage.peakBytes(server.handle());
    return bytes == null ? null : bytes / 1e6;
  }

  private static double since(long begin) {
    return (System.nanoTime() - begin) / 1e9;
  }

  private String newTable(PlimsollProcess server, CsvFile file, int count) throws IOException {
    String table = DATABASE + ".t" + ++tables;
    String columns =
        file.columns().stream()
            .map(column -> column.name() + " " + column.type())
            .collect(Collectors.joining(", "));
    String[] keys = {"id", "note", "(note, id)"};
    String orders =
        IntStream.range(0, count)
            .mapToObj(i -> ", INDEX(KEY=" + keys[i] + ", TS=at)")
            .collect(Collectors.joining());
    sql(server, "CREATE TABLE " + table + " (" + columns + orders + ")");
    return table;
  }

  private static void load(PlimsollProcess server, CsvFile file, String table, boolean ifAbsent)
      throws IOException {
    sql(
        server,
        "LOAD DATA INFILE '"
            + file.path().toAbsolutePath()
            + "' INTO TABLE "
            + table
            + " OPTIONS (target='online', header=false, put_if_absent="
            + ifAbsent
            + ")");
  }

  private void requireRows(PlimsollProcess server, String table) throws IOException {
    try (Client client = server.client()) {
      String query = "SELECT COUNT(*) FROM " + table;
      String rows = client.sql(query, Map.of("execute_mode", "online")).get(0).get(0);
      if (!rows.equals(Long.toString(OnlineRows.rows(scale)))) {
        throw new IOException(table + " has " + rows + " rows of " + OnlineRows.rows(scale));
      }
    }
  }

  private void readBesideLoads(Figures figures) throws Exception {
    try (Scratch scratch = new Scratch(directory)) {
      Path config = scratch.at("config");
      Files.writeString(config, "load_workers = 1\n");
      try (PlimsollProcess server =
              PlimsollProcess.server(
                  scratch.at("data"),
                  scratch.at("log"),
                  List.of(),
                  List.of("--config", config.toString()));
          BareServer bare = BareServer.start(scratch.at("bare-log"))) {
        sql(server, "CREATE DATABASE " + DATABASE);
        CsvFile file = file(1);
        String table = newTable(server, file, 1);
        load(server, file, table, false);
        keepExisting(server, table);
        Map<String, SteadyReads> servers = new LinkedHashMap<>();
        servers.put("a server without data", steady(SteadyReads.of(bare.port())));
        servers.put("plimsoll", steady(SteadyReads.newest(server, table)));
        for (SteadyReads each : servers.values()) {
          each.run(warmSeconds);
        }
        measure(servers, new Beside("nothing", null), figures);
        Work load = () -> loadOnce(server, file);
        run(load, servers.values());
        measure(servers, new Beside("bulk loads on one core", load), figures);
        String same = newTable(server, file, 1);
        Work again = () -> load(server, file, same, false);
        measure(servers, new Beside("the same, into one table", again), figures);
      }
    }
  }

  private SteadyReads steady(SteadyReads.Reading reading) {
    return new SteadyReads(reading, new OnlineRows(1).keys(scale), clients, reads);
  }

  private void loadOnce(PlimsollProcess server, CsvFile file) throws IOException {
    String table = newTable(server, file, 1);
    load(server, file, table, false);
    sql(server, "DROP TABLE " + table);
  }

  /** Code of loads is compiled while they run beside reads for the first time. */
  private void run(Work load, Collection<SteadyReads> servers)
      throws IOException, InterruptedException {
    OverAndOver loads = new OverAndOver(load);
    try {
      for (SteadyReads each : servers) {
        each.run(warmSeconds / 2);
      }
    } finally {
      loads.stop();
    }
  }

  /**
   * What happens while others read.
   *
   * @param work null for nothing
   */
  private record Beside(String title, @Nullable Work work) {}

  /** They take turns, so that what else the machine does meets all of them. */
  private void measure(Map<String, SteadyReads> servers, Beside beside, Figures figures)
      throws IOException, InterruptedException {
    Map<String, List<Latencies>> found = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (Map.Entry<String, SteadyReads> each : servers.entrySet()) {
        found
            .computeIfAbsent(each.getKey(), any -> new ArrayList<>())
            .add(latencies(each.getValue(), beside.work()));
      }
    }
    for (Map.Entry<String, List<Latencies>> each : found.entrySet()) {
      List<Latencies> all = each.getValue();
      figures.add(
          "server",
          each.getKey(),
          "beside",
          beside.title(),
          "p50_ms",
          median(all, Latencies::p50),
          "p99_ms",
          median(all, Latencies::p99),
          "worst_p99_ms",
          all.stream().mapToDouble(Latencies::p99).max().orElse(0),
          "max_ms",
          median(all, Latencies::max),
          "loads",
          all.stream().mapToInt(Latencies::loads).sum(),
          "stolen_cpu_s",
          all.stream().mapToDouble(Latencies::stolen).sum());
    }
  }

  /** Of one round, in milliseconds, with the loads meanwhile and the CPU time that was stolen. */
  private record Latencies(double p50, double p99, double max, int loads, double stolen) {}

  private Latencies latencies(SteadyReads reads, @Nullable Work beside)
      throws IOException, InterruptedException {
    OverAndOver loads = beside == null ? null : new OverAndOver(beside);
    double stolen = Usage.stolenSeconds();
    double[] millis = {};
    int done;
    try {
      millis = reads.run(seconds);
      stolen = Usage.stolenSeconds() - stolen;
    } finally {
      done = loads == null ? 0 : loads.stop();
    }
    return new Latencies(
        Figures.percentile(millis, 50),
        Figures.percentile(millis, 99),
        Figures.percentile(millis, 100),
        done,
        stolen);
  }

  private static double median(List<Latencies> all, ToDoubleFunction<Latencies> what) {
    return Figures.median(all.stream().map(what::applyAsDouble).toList());
  }

  /** Keys are drawn at random, so some have no row: these get one. */
  private void keepExisting(PlimsollProcess server, String table) throws IOException {
    int keys = new OnlineRows(1).keys(scale);
    Path all = directory.resolve("online-keys.csv");
    StringBuilder rows = new StringBuilder();
    for (int key = 0; key < keys; key++) {
      rows.append(key).append(",1,first\n");
    }
    Files.writeString(all, rows);
    load(server, new CsvFile("keys", all, ',', new OnlineRows(1).columns()), table, false);
    Files.delete(all);
  }

  private interface Work {
    void run() throws IOException;
  }

  /** Does the same until it is stopped. */
  private static final class OverAndOver {
    private final CompletableFuture<Integer> done;
    private volatile boolean stopped;

    OverAndOver(Work work) {
      done =
          CompletableFuture.supplyAsync(
              () -> {
                int times = 0;
                while (!stopped) {
                  try {
                    work.run();
                  } catch (IOException e) {
                    throw new CompletionException(e);
                  }
                  times++;
                }
                return times;
              });
    }

    /** How often it was done. */
    int stop() {
      stopped = true;
      return done.join();
    }
  }
}
