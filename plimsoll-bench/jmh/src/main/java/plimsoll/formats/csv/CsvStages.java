package plimsoll.formats.csv;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import plimsoll.flow.Chunk;
import plimsoll.flow.RecordCutter;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;

/**
 * CSV in memory to typed vectors, stage by stage, on 2 MiB of TPC-H's lineitem: find where chunks
 * may be cut; find fields and rows; cut fields out (all columns text); and all of it with
 * conversion.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CsvStages {
  private static final int CHUNK = 2 << 20;
  private static final int WINDOW = 128 << 10;
  private static final int COLUMNS = 16;

  /** Whether quotes are looked for, and whether texts have them. */
  @Param({"unquoted", "quotes-possible", "texts-quoted"})
  public String dialect = "";

  private Chunk chunk = Chunk.of("none", new byte[0], 0, 0, 1, 0);
  private Indexer indexer;
  private StructuralIndex index;
  private RecordCutter cutter;
  private FormatReader texts;
  private FormatReader typed;

  /** Makes the chunk, and readers that share nothing. */
  @Setup
  public void prepare() {
    CsvOptions csv =
        CsvOptions.rfc4180().toBuilder()
            .separator(new byte[] {'|'})
            .header(CsvOptions.Header.NONE)
            .enclose(dialect.equals("unquoted") ? null : Byte.valueOf((byte) '"'))
            .build();
    byte[] data = data(dialect.equals("texts-quoted"));
    chunk = Chunk.of("memory", data, 0, data.length, 1, 0);
    index = new StructuralIndex();
    Format format = format(csv, true);
    cutter = format.newCutter();
    cutter.lastRecordEnd(data, 0, data.length);
    chunk.saw(cutter.quoting());
    indexer = Indexer.fast(Dialect.of(csv), chunk.quoting());
    typed = format.newReader();
    texts = format(csv, false).newReader();
  }

  private static byte[] data(boolean quoted) {
    StringBuilder rows = new StringBuilder();
    for (LineItem row : new LineItemGenerator(0.01, 1, 1)) {
      String line = row.toLine();
      String plain = line.substring(0, line.length() - 1);
      if (rows.length() + 2 * plain.length() > CHUNK) {
        break;
      }
      rows.append(quoted ? quoted(plain) : plain).append('\n');
    }
    return rows.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** Quotes what is no number and no date. */
  private static String quoted(String line) {
    List<String> fields = new ArrayList<>(List.of(line.split("\\|")));
    for (int field : new int[] {8, 9, 13, 14, 15}) {
      fields.set(field, '"' + fields.get(field) + '"');
    }
    return String.join("|", fields);
  }

  private static Format format(CsvOptions csv, boolean typed) {
    DataType money = new Decimal(15, 2);
    DataType[] types = {
      Scalar.BIGINT,
      Scalar.BIGINT,
      Scalar.BIGINT,
      Scalar.INT,
      money,
      money,
      money,
      money,
      Scalar.STRING,
      Scalar.STRING,
      Scalar.DATE,
      Scalar.DATE,
      Scalar.DATE,
      Scalar.STRING,
      Scalar.STRING,
      Scalar.STRING
    };
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < COLUMNS; i++) {
      columns.add(Column.of(i + 1, "c" + i, typed ? types[i] : Scalar.STRING));
    }
    Table table = Table.of(UUID.randomUUID(), new TableName("d", "t"), new Schema(columns));
    return new CsvFormats().csv(csv, table, null, BadValuePolicy.REJECT, ZoneOffset.UTC);
  }

  /** Where the chunk's last record ends: what a worker does while it holds the reader's lock. */
  @Benchmark
  public int cut() {
    return cutter.lastRecordEnd(chunk.data(), chunk.start(), chunk.end());
  }

  /** Stage one. */
  @Benchmark
  public int index() {
    int found = 0;
    for (int at = chunk.start(); at < chunk.end(); at = index.consumed()) {
      index.begin(at);
      indexer.index(chunk.data(), at, Math.min(at + WINDOW, chunk.end()), index);
      found += index.records();
    }
    return found;
  }

  /** Stage one, and fields cut out as text. */
  @Benchmark
  public int slice() {
    return read(texts);
  }

  /** Stages one and two. */
  @Benchmark
  public int parse() {
    return read(typed);
  }

  private int read(FormatReader reader) {
    int rows = 0;
    reader.open(chunk, Refuse.ALL);
    for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
      rows += batch.rows();
    }
    return rows;
  }

  private enum Refuse implements RowRejects {
    ALL;

    @Override
    public void reject(long lineInChunk, long byteOffset, Fault fault, RowBytes row) {
      throw new IllegalStateException(fault.reason());
    }

    @Override
    public void nulled(String column, long values) {
      throw new IllegalStateException(column);
    }
  }
}
