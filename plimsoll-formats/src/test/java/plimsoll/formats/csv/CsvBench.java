package plimsoll.formats.csv;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import plimsoll.flow.Chunk;
import plimsoll.flow.Quoting;
import plimsoll.flow.RecordCutter;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varchar;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/**
 * How fast CSV in memory becomes typed vectors: TPC-H lineitem, plain and with every text quoted,
 * on one and two threads. Run {@code main}; the first argument is the scale factor (0.1 = 75 MB).
 */
final class CsvBench {
  private static final int CHUNK = 2 << 20;
  private static final int ROUNDS = 9;

  /** Runs what contains this alone. */
  static String only = "";

  private CsvBench() {}

  public static void main(String[] args) throws InterruptedException {
    double scale = args.length > 0 ? Double.parseDouble(args[0]) : 0.1;
    CsvOptions plain =
        CsvOptions.rfc4180().toBuilder().separator(new byte[] {'|'}).header(Header.NONE).build();
    CsvOptions unquoted = plain.toBuilder().enclose(null).build();
    only = args.length > 1 ? args[1] : only;
    byte[] data = lineItems(scale, false);
    byte[] quoted = lineItems(scale, true);
    System.out.printf("%d MB, %d MB quoted%n", data.length >> 20, quoted.length >> 20);
    index("index, no enclose", data, unquoted);
    index("index, enclose, none in the data", data, plain);
    index("index, enclose, texts quoted", quoted, plain);
    cut("cut, no enclose", data, unquoted);
    cut("cut, enclose, none in the data", data, plain);
    cut("cut, enclose, texts quoted", quoted, plain);
    parse("parse, no enclose", data, unquoted);
    parse("parse, enclose, none in the data", data, plain);
    parse("parse, enclose, texts quoted", quoted, plain);
  }

  private interface Work {
    void run(Chunk chunk);
  }

  private interface Worker {
    Work start();
  }

  private static void parse(String name, byte[] data, CsvOptions options)
      throws InterruptedException {
    Format format = new CsvFormats().csv(options, lineItemTable(), null, BadValuePolicy.REJECT);
    measure(
        name,
        data,
        chunks(data, format),
        () -> {
          FormatReader reader = format.newReader();
          return chunk -> {
            reader.open(chunk, FAIL);
            Batch batch = reader.next();
            while (batch.rows() > 0) {
              batch = reader.next();
            }
          };
        });
  }

  private static void index(String name, byte[] data, CsvOptions options)
      throws InterruptedException {
    Format format = new CsvFormats().csv(options, lineItemTable(), null, BadValuePolicy.REJECT);
    measure(
        name,
        data,
        chunks(data, format),
        () -> {
          StructuralIndex index = new StructuralIndex();
          return chunk -> {
            Indexer indexer = Indexer.fast(Dialect.of(options), chunk.quoting());
            for (int at = chunk.start(); at < chunk.end(); at = index.consumed()) {
              indexer.index(chunk.data(), at, Math.min(at + (128 << 10), chunk.end()), index);
            }
          };
        });
  }

  private static void cut(String name, byte[] data, CsvOptions options)
      throws InterruptedException {
    Format format = new CsvFormats().csv(options, lineItemTable(), null, BadValuePolicy.REJECT);
    measure(
        name,
        data,
        chunks(data, format),
        () -> {
          RecordCutter cutter = format.newCutter();
          return chunk -> {
            if (cutter.lastRecordEnd(chunk.data(), chunk.start(), chunk.end()) <= chunk.start()) {
              throw new IllegalStateException();
            }
          };
        });
  }

  private static final RowRejects FAIL =
      new RowRejects() {
        @Override
        public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
          throw new IllegalStateException(fault.reason());
        }

        @Override
        public void nulled(String column, long values) {
          throw new IllegalStateException(column);
        }
      };

  private static void measure(String name, byte[] data, List<Chunk> chunks, Worker worker)
      throws InterruptedException {
    if (!name.contains(only)) {
      return;
    }
    for (int threads = 1; threads <= 2; threads++) {
      double[] wall = new double[ROUNDS];
      double[] cpu = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        AtomicLong nanos = new AtomicLong();
        long start = System.nanoTime();
        round(chunks, worker, threads, nanos);
        wall[round] = data.length * 1e3 / (System.nanoTime() - start);
        cpu[round] = data.length * 1e3 / nanos.get();
      }
      Arrays.sort(wall);
      Arrays.sort(cpu);
      System.out.printf(
          "%-34s %d threads: %6.0f MB/s, best %6.0f; for a second of CPU %6.0f MB, best %6.0f%n",
          name, threads, wall[ROUNDS / 2], wall[ROUNDS - 1], cpu[ROUNDS / 2], cpu[ROUNDS - 1]);
    }
  }

  private static void round(List<Chunk> chunks, Worker worker, int threads, AtomicLong nanos)
      throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    Thread[] all = new Thread[threads];
    for (int i = 0; i < threads; i++) {
      all[i] =
          new Thread(
              () -> {
                Work work = worker.start();
                for (int c = next.getAndIncrement();
                    c < chunks.size();
                    c = next.getAndIncrement()) {
                  work.run(chunks.get(c));
                }
                nanos.addAndGet(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime());
              });
      all[i].start();
    }
    for (Thread thread : all) {
      thread.join();
    }
  }

  private static List<Chunk> chunks(byte[] data, Format format) {
    List<Chunk> chunks = new ArrayList<>();
    RecordCutter cutter = format.newCutter();
    int at = 0;
    while (at < data.length) {
      int end = Math.min(at + CHUNK, data.length);
      int cut = end == data.length ? end : cutter.lastRecordEnd(data, at, end);
      Quoting quoting = end == data.length ? Quoting.UNKNOWN : cutter.quoting();
      chunks.add(Chunk.of("lineitem", data, at, cut, chunks.size(), at + 1L).saw(quoting));
      at = cut;
    }
    return chunks;
  }

  static byte[] lineItems(double scale, boolean quoteTexts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringBuilder line = new StringBuilder();
    String q = quoteTexts ? "\"" : "";
    for (LineItem item : new LineItemGenerator(scale, 1, 1)) {
      String[] fields = item.toLine().split("\\|", -1);
      line.setLength(0);
      for (int i = 0; i < LINEITEM.schema().size(); i++) {
        boolean text = lineItemTable().schema().column(i).type() instanceof Varchar;
        line.append(i == 0 ? "" : "|")
            .append(text ? q : "")
            .append(fields[i])
            .append(text ? q : "");
      }
      out.writeBytes(line.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static final Table LINEITEM = makeTable();

  static Table lineItemTable() {
    return LINEITEM;
  }

  private static Table makeTable() {
    List<Column> columns = new ArrayList<>();
    Decimal money = new Decimal(15, 2);
    Varchar text = new Varchar(44, false);
    add(columns, "l_orderkey", Scalar.BIGINT);
    add(columns, "l_partkey", Scalar.BIGINT);
    add(columns, "l_suppkey", Scalar.BIGINT);
    add(columns, "l_linenumber", Scalar.INT);
    add(columns, "l_quantity", money);
    add(columns, "l_extendedprice", money);
    add(columns, "l_discount", money);
    add(columns, "l_tax", money);
    add(columns, "l_returnflag", text);
    add(columns, "l_linestatus", text);
    add(columns, "l_shipdate", Scalar.DATE);
    add(columns, "l_commitdate", Scalar.DATE);
    add(columns, "l_receiptdate", Scalar.DATE);
    add(columns, "l_shipinstruct", text);
    add(columns, "l_shipmode", text);
    add(columns, "l_comment", text);
    return Table.of(new UUID(0, 1), new TableName("db", "lineitem"), new Schema(columns));
  }

  private static void add(List<Column> columns, String name, DataType type) {
    columns.add(Column.of(columns.size() + 1, name, type));
  }
}
