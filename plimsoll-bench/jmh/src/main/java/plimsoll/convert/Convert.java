package plimsoll.convert;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.DataTypes;
import plimsoll.model.Vector;

/** Text to values, each type: nanoseconds a value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Convert {
  /** SQL type. */
  @Param({
    "BOOLEAN",
    "INT",
    "BIGINT",
    "FLOAT",
    "DOUBLE",
    "DECIMAL(15, 2)",
    "DECIMAL(38, 2)",
    "DATE",
    "DATETIME",
    "STRING"
  })
  public String type = "";

  /** Rules of the load. */
  @Param({"STARROCKS", "EXACT"})
  public Conversions rules = Conversions.STARROCKS;

  private final Fields fields = new Fields();
  private final int[] failed = new int[Batch.CAPACITY];
  private ValueReader reader;
  private Vector out;

  /** Makes a batch of texts, separated by a comma. */
  @Setup
  public void prepare() {
    DataType read = DataTypes.parse(type);
    SplittableRandom random = new SplittableRandom(7);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    int[] cuts = new int[Batch.CAPACITY + 1];
    int[] firsts = new int[Batch.CAPACITY];
    data.write(',');
    for (int row = 0; row < Batch.CAPACITY; row++) {
      firsts[row] = row;
      data.writeBytes(text(random).getBytes(StandardCharsets.US_ASCII));
      cuts[row + 1] = data.size();
      data.write(',');
    }
    data.writeBytes(new byte[Long.BYTES]); // readers look at whole words
    fields.set(data.toByteArray(), cuts, firsts, 0, 0);
    reader = ValueReaders.forType(read, rules);
    out = Vector.allocate(read, Batch.CAPACITY);
  }

  private String text(SplittableRandom random) {
    return switch (type) {
      case "BOOLEAN" -> random.nextBoolean() ? "true" : "false";
      case "INT" -> Integer.toString(random.nextInt(1_000_000));
      case "BIGINT" -> Long.toString(random.nextLong(1_000_000_000_000L));
      case "FLOAT", "DOUBLE" -> Double.toString(random.nextInt(10_000_000) / 1000.0);
      case "DATE" -> date(random);
      case "DATETIME" -> date(random) + " 10:2" + random.nextInt(10) + ":30";
      case "STRING" -> "some words " + random.nextInt(1000);
      default -> random.nextInt(100_000) + ".2" + random.nextInt(10);
    };
  }

  private static String date(SplittableRandom random) {
    return "19"
        + (70 + random.nextInt(30))
        + "-0"
        + (1 + random.nextInt(9))
        + "-1"
        + random.nextInt(10);
  }

  /** One batch of one column. */
  @Benchmark
  @OperationsPerInvocation(Batch.CAPACITY)
  public int convert() {
    int failures = reader.readAll(fields, Batch.CAPACITY, out, failed);
    if (failures > 0) {
      throw new IllegalStateException(failures + " texts are no " + type);
    }
    return failures;
  }
}
