package plimsoll.pipeline;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
import plimsoll.convert.ValueReaders;
import plimsoll.flow.BatchSource;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varchar;
import plimsoll.model.DefaultValue;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Vector;
import plimsoll.pipeline.check.Checks;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.map.Mapping.Fill;

/**
 * Batches between parsing and writing: columns that the input lacks are filled; NOT NULL and text
 * lengths of eight integers and eight texts are checked. Nanoseconds a row.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class MapAndCheck {
  private static final int PAIRS = 8;
  private static final int TEXT = 12;

  /** What the missing columns are filled with. */
  @Param({"nothing", "null", "constant", "uuid"})
  public String missing = "";

  private Batch batch = Batch.EMPTY;
  private Checks checks;
  private Mapping mapping = Mapping.ALL_PRESENT;

  /** Makes a batch without a bad row. */
  @Setup
  public void prepare() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < PAIRS; i++) {
      columns.add(Column.of(2 * i + 1, "n" + i, Scalar.INT));
      columns.add(Column.of(2 * i + 2, "t" + i, new Varchar(40, false)));
    }
    Schema schema = new Schema(columns);
    batch = Batch.allocate(schema);
    byte[] text = "some text...".repeat(Batch.CAPACITY).getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < PAIRS; i++) {
      Vector.Bytes texts = (Vector.Bytes) batch.column(2 * i + 1);
      texts.data(text);
      for (int row = 0; row < Batch.CAPACITY; row++) {
        texts.starts[row] = row * TEXT;
        texts.lengths[row] = TEXT;
      }
    }
    batch.rows(Batch.CAPACITY);
    checks = new Checks(schema);
    mapping = mapping();
  }

  private Mapping mapping() {
    return switch (missing) {
      case "null" -> new Mapping(List.of(new Fill(0, null), new Fill(1, null)));
      case "constant" ->
          new Mapping(
              List.of(
                  new Fill(0, ValueReaders.constant("n0", Scalar.INT, "7")),
                  new Fill(1, ValueReaders.constant("t0", new Varchar(40, false), "seven"))));
      case "uuid" -> new Mapping(List.of(new Fill(1, null, DefaultValue.PerRow.UUID)));
      default -> Mapping.ALL_PRESENT;
    };
  }

  /** One batch; its rows. */
  @Benchmark
  @OperationsPerInvocation(Batch.CAPACITY)
  public int mapAndCheck() {
    if (missing.equals("uuid")) {
      ((Vector.Bytes) batch.column(1)).reset(); // as a reader does: the texts are appended
    }
    mapping.map(batch);
    checks.check(batch, NoneBad.HERE);
    return batch.rows();
  }

  private enum NoneBad implements BatchSource.Reader {
    HERE;

    @Override
    public Batch next() {
      throw new IllegalStateException("the batch is there");
    }

    @Override
    public void reject(int record, Fault fault) {
      throw new IllegalStateException(fault.reason());
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
