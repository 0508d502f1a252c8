package plimsoll.online;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Ttl;
import plimsoll.model.Vector;
import plimsoll.online.store.OnlineMemory;
import plimsoll.online.store.OnlineRows;
import plimsoll.online.store.OnlineStore;
import plimsoll.online.store.Published;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.OnlineWriter;
import plimsoll.online.write.StagedLoad;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.local.LocalStorage;

/**
 * Rows a second of 100-byte rows on one core, by hand: stage, sort, publish, read; then the same
 * rows with put_if_absent, by rows per key and time.
 */
final class OnlineBench {
  private static final Schema SCHEMA =
      Online.schema(DataType.Scalar.BIGINT, DataType.Scalar.BIGINT, DataType.Scalar.STRING);
  private static final int TEXT = 80;
  private static final int READS = 20_000;

  private final OnlineStore store;
  private final int rows;
  private final int rowsPerKey;
  private long loads;

  private OnlineBench(OnlineStore store, int rows, int rowsPerKey) {
    this.store = store;
    this.rows = rows;
    this.rowsPerKey = rowsPerKey;
  }

  /** Arguments: rows, then rows per key and time. */
  public static void main(String[] arguments) throws IOException {
    int rows = Integer.parseInt(arguments[0]);
    for (String rowsPerKey : Arrays.asList(arguments).subList(1, arguments.length)) {
      Path directory = Files.createTempDirectory("online-bench");
      try (OnlineStore store =
          OnlineStore.open(new LocalStorage(), directory, OnlineMemory.DEFAULT)) {
        new OnlineBench(store, rows, Integer.parseInt(rowsPerKey)).run();
      } finally {
        new LocalStorage().deleteTree(directory.toString());
      }
    }
  }

  private void run() throws IOException {
    OnlineIndex index = OnlineIndex.declared(SCHEMA, List.of("c1"), "c2", Ttl.NONE);
    load(1, Online.table(SCHEMA, index), false);
    OnlineTable table = Online.table(SCHEMA, index);
    load(2, table, false);
    load(3, table, true);
    load(4, Online.table(SCHEMA, index), true);
    read(table);
  }

  private void load(long commit, OnlineTable table, boolean putIfAbsent) throws IOException {
    long id = ++loads;
    long start = cpu();
    StagedLoad load;
    OnlineWriter.Load of = new OnlineWriter.Load(table, id, 0, 0);
    long staged;
    try (StoreWriter writer = store.writer(of, "1-" + id + "-0", putIfAbsent)) {
      fill(writer);
      var runs = writer.finish();
      staged = cpu();
      load = store.prepare(id, List.of(runs), "1-" + id, putIfAbsent);
    }
    long prepared = cpu();
    Published published = store.publish(commit, List.of(load));
    long end = cpu();
    store.discard(load);
    System.out.printf(
        Locale.ROOT,
        "%9d a key  %-13s %,10.0f rows/s  stage %5d  prepare %5d  publish %5d ms  present %d%n",
        rowsPerKey,
        putIfAbsent ? "put_if_absent" : "plain",
        rows * 1e9 / (end - start),
        (staged - start) / 1_000_000,
        (prepared - staged) / 1_000_000,
        (end - prepared) / 1_000_000,
        published.present());
  }

  /** Processor time, so that other work on the machine does not count. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void fill(StoreWriter writer) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Batch batch = Batch.allocate(SCHEMA);
    byte[] text = new byte[Batch.CAPACITY * TEXT];
    for (int from = 0; from < rows; from += Batch.CAPACITY) {
      int count = Math.min(Batch.CAPACITY, rows - from);
      batch.clear();
      long[] keys = ((Vector.Longs) batch.column(0)).values;
      long[] times = ((Vector.Longs) batch.column(1)).values;
      Vector.Bytes texts = (Vector.Bytes) batch.column(2);
      for (int row = 0; row < count; row++) {
        keys[row] = random.nextInt(Math.max(1, rows / rowsPerKey));
        times[row] = 1_000;
        texts.starts[row] = row * TEXT;
        texts.lengths[row] = TEXT;
        for (int i = 0; i < TEXT; i += 8) {
          long word = random.nextLong();
          for (int j = 0; j < 8; j++) {
            text[row * TEXT + i + j] = (byte) ('a' + ((word >>> (8 * j)) & 15));
          }
        }
      }
      texts.data(text);
      batch.rows(count);
      writer.write(batch);
    }
  }

  private void read(OnlineTable table) throws IOException {
    SplittableRandom random = new SplittableRandom(2);
    Batch batch = Batch.allocate(SCHEMA);
    long[] micros = new long[READS];
    for (int i = 0; i < READS; i++) {
      long key = random.nextInt(Math.max(1, rows / rowsPerKey));
      long start = System.nanoTime();
      try (OnlineRows read =
          store.read(
              table, 0, Online.key(table, 0, List.of(key)), Long.MIN_VALUE, Long.MAX_VALUE, 1, 0)) {
        boolean unused = read.next(batch);
      }
      micros[i] = (System.nanoTime() - start) / 1_000;
    }
    Arrays.sort(micros);
    System.out.printf(
        "point read p50 %d us, p99 %d us%n", micros[READS / 2], micros[READS * 99 / 100]);
  }
}
