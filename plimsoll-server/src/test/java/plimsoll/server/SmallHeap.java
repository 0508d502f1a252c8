package plimsoll.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;
import plimsoll.config.Settings;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.load.Requester;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;
import plimsoll.server.http.SqlDesk;

/**
 * A process with the server's wiring and a heap that is too small for careless loads; {@link
 * SmallHeapTest} starts it. Prints one line a load: its name, rows loaded and filtered, or why it
 * failed.
 */
final class SmallHeap {
  private final Plimsoll plimsoll;
  private final SqlDesk desk;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private SmallHeap(Plimsoll plimsoll) {
    this.plimsoll = plimsoll;
    desk = plimsoll.sql(log -> log);
  }

  /** Directory and scenario. */
  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.defaults();
    try (Plimsoll plimsoll = Plimsoll.open(Path.of(arguments[0]), settings)) {
      SmallHeap heap = new SmallHeap(plimsoll);
      heap.sql("CREATE DATABASE d");
      switch (arguments[1]) {
        case "mixed" -> heap.mixed();
        case "wide" -> heap.wide();
        case "long" -> heap.longRows();
        default -> throw new IllegalArgumentException(arguments[1]);
      }
      heap.threads.shutdown();
    }
    System.exit(0);
  }

  /** Several loads at a time, each larger than its part of the memory. */
  private void mixed() throws Exception {
    sql("CREATE TABLE d.narrow (a BIGINT, b DOUBLE, c VARCHAR(100), d VARCHAR(100))");
    sql("CREATE TABLE d.parts (p INT, a BIGINT, c VARCHAR(100)) PARTITION BY (p)");
    sql("CREATE TABLE d.texts (a BIGINT, c STRING)");
    sql("CREATE TABLE d.columns (" + columns(300, "BIGINT") + ")");
    String text = "x".repeat(60);
    String document = "y".repeat(200_000);
    List<Future<?>> loads = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      String number = "-" + i;
      loads.add(
          start(
              "narrow" + number,
              "narrow",
              800_000,
              row -> row + "\t0." + row + "\t" + text + row + "\t" + row * 31));
    }
    loads.add(start("parts", "parts", 600_000, row -> row * 7919 % 500 + "\t" + row + "\t" + text));
    loads.add(start("texts", "texts", 400, row -> row + "\t" + document + row));
    loads.add(start("columns", "columns", 6_000, row -> values(300, row)));
    for (Future<?> load : loads) {
      load.get();
    }
  }

  private void wide() throws Exception {
    for (int columns : new int[] {1_000, 3_000}) {
      sql("CREATE TABLE d.w" + columns + " (" + columns(columns, "BIGINT") + ")");
      start("numbers-" + columns, "w" + columns, 12_000_000 / columns, row -> values(columns, row))
          .get();
      sql("CREATE TABLE d.n" + columns + " (" + columns(columns, "VARCHAR(20)") + ")");
      String nulls = "\\N\t".repeat(columns - 1);
      start("nulls-" + columns, "n" + columns, 24_000_000 / columns, row -> nulls + row).get();
    }
  }

  /** Rows of 60 MB: a document, and an array that takes twenty times its text. */
  private void longRows() throws Exception {
    sql("CREATE TABLE d.documents (a BIGINT, c STRING)");
    sql("CREATE TABLE d.arrays (a BIGINT, c ARRAY<LARGEINT>)");
    String document = "y".repeat(60 << 20);
    String array = "[" + "1,".repeat(30 << 20) + "1]";
    String moderate = "[" + "1,".repeat(2 << 20) + "1]";
    List<Future<?>> loads = new ArrayList<>();
    loads.add(start("document", "documents", 3, row -> row == 1 ? "1\t" + document : row + "\tx"));
    loads.add(start("array", "arrays", 3, row -> row == 1 ? "1\t" + array : row + "\t[1]"));
    loads.add(start("moderate", "arrays", 3, row -> row + "\t" + moderate));
    for (Future<?> load : loads) {
      load.get();
    }
  }

  private static String columns(int count, String type) {
    return IntStream.range(0, count)
        .mapToObj(i -> "c" + i + " " + type)
        .collect(Collectors.joining(", "));
  }

  /** Values that no dictionary shortens. */
  private static String values(int count, long row) {
    StringBuilder values = new StringBuilder();
    long value = row * 0x9E3779B97F4A7C15L;
    for (int i = 0; i < count; i++) {
      value = value * 6364136223846793005L + 1442695040888963407L;
      values.append(i == 0 ? "" : "\t").append(value >> 20);
    }
    return values.toString();
  }

  private void sql(String statement) {
    desk.run(UserName.ROOT, "test", null, java.util.Map.of(), statement).close();
  }

  private Future<?> start(String label, String table, long rows, LongFunction<String> row) {
    return threads.submit(
        () -> {
          LoadReport report = plimsoll.loads().run(plan(label, table, new Generated(rows, row)));
          String outcome =
              report.failure() == null
                  ? report.record().counts().loaded() + " " + report.record().counts().filtered()
                  : report.failure().getMessage();
          System.out.println(label + " " + outcome);
        });
  }

  private LoadPlan plan(String label, String table, Source source) {
    return plimsoll
        .planner()
        .plan(
            new LoadRequest(
                LoadKind.CLI,
                Label.given(label),
                new TableName("d", table),
                source,
                CsvOptions.starrocks(),
                null,
                BadValuePolicy.REJECT,
                LoadBounds.within(Duration.ofMinutes(10)).bearing(1),
                new Requester("root", "local", "test", List.of())));
  }

  /** Rows made while they are read, so that no disk needs to hold them. */
  private static final class Generated implements Source, ByteInput {
    private final long rows;
    private final LongFunction<String> row;
    private byte[] current = new byte[0];
    private int at;
    private long made;
    private boolean opened;

    Generated(long rows, LongFunction<String> row) {
      this.rows = rows;
      this.row = row;
    }

    @Override
    public String describe() {
      return "generated";
    }

    @Override
    public String name() {
      return describe();
    }

    @Override
    public long totalBytes() {
      return -1;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public @Nullable ByteInput next() {
      boolean first = !opened;
      opened = true;
      return first ? this : null;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (at == current.length) {
        if (made == rows) {
          return -1;
        }
        current = (row.apply(made++) + "\n").getBytes(StandardCharsets.US_ASCII);
        at = 0;
      }
      int count = Math.min(length, current.length - at);
      System.arraycopy(current, at, buffer, offset, count);
      at += count;
      if (at == current.length && current.length > 1 << 20) {
        current = new byte[0];
        at = 0;
      }
      return count;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%d of %d rows", made, rows);
    }
  }
}
