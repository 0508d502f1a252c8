package plimsoll.lake.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.types.Types;
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
import plimsoll.lake.io.NowhereStorage;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Vector;

/** A column of vectors to a Parquet file that goes nowhere: nanoseconds a value. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class Encode {
  private static final int BATCHES = 64;

  /** What the values are like, which decides how they are encoded. */
  @Param({
    "longs-few",
    "longs-ascending",
    "longs-random",
    "doubles-random",
    "doubles-walk",
    "booleans",
    "texts-few",
    "texts-many"
  })
  public String values = "";

  /** Codec of the table. */
  @Param({"uncompressed", "zstd"})
  public String codec = "";

  private double walk = 100;
  private final Batch[] batches = new Batch[BATCHES];
  private Table table;
  private FileLayout layout;

  /** Makes the vectors. */
  @Setup
  public void prepare() {
    Scalar type =
        switch (values) {
          case "booleans" -> Scalar.BOOLEAN;
          case "doubles-random", "doubles-walk" -> Scalar.DOUBLE;
          case "texts-few", "texts-many" -> Scalar.STRING;
          default -> Scalar.BIGINT;
        };
    Schema schema = new Schema(List.of(Column.of(1, "a", type)));
    table =
        new Table(
            UUID.randomUUID(),
            new TableName("d", "t"),
            schema,
            Table.KeyKind.NONE,
            List.of(),
            List.of(),
            "",
            Map.of("compression", codec));
    layout =
        FileLayout.of(
            new org.apache.iceberg.Schema(Types.NestedField.optional(1, "a", iceberg(type))),
            PartitionSpec.unpartitioned());
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < BATCHES; i++) {
      batches[i] = batch(schema, random, i);
    }
  }

  private static org.apache.iceberg.types.Type iceberg(DataType type) {
    return switch ((Scalar) type) {
      case BOOLEAN -> Types.BooleanType.get();
      case DOUBLE -> Types.DoubleType.get();
      case STRING -> Types.StringType.get();
      default -> Types.LongType.get();
    };
  }

  private Batch batch(Schema schema, SplittableRandom random, int number) {
    Batch batch = Batch.allocate(schema);
    Vector vector = batch.column(0);
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < Batch.CAPACITY; row++) {
      if (vector instanceof Vector.Longs longs) {
        longs.values[row] = number(random, (long) number * Batch.CAPACITY + row);
      } else if (vector instanceof Vector.Doubles doubles) {
        walk += random.nextDouble() - 0.5;
        doubles.values[row] = values.equals("doubles-walk") ? walk : random.nextDouble();
      } else if (vector instanceof Vector.Booleans booleans) {
        booleans.values[row] = (byte) random.nextInt(2);
      } else if (vector instanceof Vector.Bytes bytes) {
        String value = "value " + random.nextInt(values.equals("texts-few") ? 100 : 1_000_000_000);
        bytes.starts[row] = text.length();
        bytes.lengths[row] = value.length();
        text.append(value);
      }
    }
    if (vector instanceof Vector.Bytes bytes) {
      bytes.data(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
    batch.rows(Batch.CAPACITY);
    return batch;
  }

  private long number(SplittableRandom random, long ordinal) {
    return switch (values) {
      case "longs-few" -> random.nextInt(50);
      case "longs-ascending" -> ordinal + random.nextInt(5);
      default -> random.nextLong();
    };
  }

  /** Writes all batches as one file; its size, in bytes. */
  @Benchmark
  @OperationsPerInvocation(BATCHES * Batch.CAPACITY)
  public long encode() throws IOException {
    try (ParquetStoreWriter writer =
        new ParquetStoreWriter(
            new NowhereStorage(),
            table,
            layout,
            new ParquetStoreWriter.Place("", ""),
            "bench",
            1,
            WriterSettings.DEFAULT)) {
      for (Batch batch : batches) {
        writer.write(batch);
      }
      return writer.finish().bytes();
    }
  }
}
