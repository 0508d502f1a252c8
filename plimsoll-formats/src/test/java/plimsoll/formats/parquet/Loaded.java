package plimsoll.formats.parquet;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.flow.RowBytes;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.CsvOptions;

/** What comes out of Parquet files for a table, as texts; one worker unless said otherwise. */
final class Loaded implements RejectLog {
  final List<List<String>> rows = new ArrayList<>();
  final List<RejectedRow> rejects = new ArrayList<>();
  final List<String> nulled = new ArrayList<>();
  long mostBuffered;

  static CsvOptions options() {
    return CsvOptions.starrocks();
  }

  static Loaded of(Files files, Table table) {
    return of(files, table, options(), BadValuePolicy.REJECT, ZoneOffset.UTC);
  }

  static Loaded of(
      Files files, Table table, CsvOptions options, BadValuePolicy badValues, ZoneId zone) {
    Loaded loaded = new Loaded();
    try (ParquetRows source = plan(files, table, options, badValues, zone);
        BatchSource.Reader reader = source.newReader(loaded, new Progress())) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        fillNull(source.columnsPresent()).accept(batch);
        loaded.add(table, batch);
        loaded.mostBuffered = Math.max(loaded.mostBuffered, reader.bufferedBytes());
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return loaded;
  }

  static ParquetRows plan(Files files, Table table) {
    return plan(files, table, options(), BadValuePolicy.REJECT, ZoneOffset.UTC);
  }

  static ParquetRows plan(
      Files files, Table table, CsvOptions options, BadValuePolicy badValues, ZoneId zone) {
    return ParquetRows.plan(
        files.input(), options, table, badValues, zone, present -> fillNull(present));
  }

  private static Consumer<Batch> fillNull(boolean[] present) {
    return batch -> {
      for (int column = 0; column < present.length; column++) {
        for (int row = 0; !present[column] && row < batch.rows(); row++) {
          batch.column(column).setNull(row);
        }
      }
    };
  }

  private void add(Table table, Batch batch) {
    for (int row = 0; row < batch.rows(); row++) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < batch.width(); i++) {
        Column column = table.schema().column(i);
        texts.add(text(batch.column(i), column.type(), row));
      }
      rows.add(texts);
    }
  }

  static Table table(Schema schema) {
    return Table.of(new UUID(0, 1), new TableName("db", "t"), schema);
  }

  /** A value as text. */
  static String text(Vector vector, DataType type, int row) {
    if (vector.isNull(row)) {
      return "null";
    }
    if (vector instanceof Vector.Booleans v) {
      return v.values[row] == 1 ? "true" : "false";
    } else if (vector instanceof Vector.Ints v) {
      return type == Scalar.DATE
          ? LocalDate.ofEpochDay(v.values[row]).toString()
          : Integer.toString(v.values[row]);
    } else if (vector instanceof Vector.Longs v) {
      return fromLong(type, v.values[row]);
    } else if (vector instanceof Vector.Int128s v) {
      BigInteger unscaled =
          BigInteger.valueOf(v.high[row])
              .shiftLeft(64)
              .add(new BigInteger(Long.toUnsignedString(v.low[row])));
      return new BigDecimal(unscaled, type instanceof Decimal d ? d.scale() : 0).toPlainString();
    } else if (vector instanceof Vector.Floats v) {
      return Float.toString(v.values[row]);
    } else if (vector instanceof Vector.Doubles v) {
      return Double.toString(v.values[row]);
    } else if (vector instanceof Vector.Lists v) {
      List<String> elements = new ArrayList<>();
      for (int i = v.starts[row]; i < v.starts[row] + v.lengths[row]; i++) {
        elements.add(text(v.elements(), type.parts().get(0).type(), i));
      }
      return elements.toString();
    }
    Vector.Bytes v = (Vector.Bytes) vector;
    if (type instanceof DataType.Varbinary) {
      return HexFormat.of().formatHex(v.data(), v.starts[row], v.starts[row] + v.lengths[row]);
    }
    return new String(v.data(), v.starts[row], v.lengths[row], StandardCharsets.UTF_8);
  }

  private static String fromLong(DataType type, long value) {
    if (type instanceof Decimal decimal) {
      return BigDecimal.valueOf(value, decimal.scale()).toPlainString();
    }
    if (type != Scalar.DATETIME) {
      return Long.toString(value);
    }
    int nanos = (int) Math.floorMod(value, 1_000_000L) * 1000;
    return LocalDateTime.ofEpochSecond(Math.floorDiv(value, 1_000_000L), nanos, ZoneOffset.UTC)
        .toString();
  }

  @Override
  public ChunkRejects chunk(int ordinal, String input, boolean firstOfInput) {
    return new ChunkRejects() {
      @Override
      public void close(long lines) {}

      @Override
      public void reject(long line, long byteOffset, Fault fault, RowBytes row) {
        rejects.add(
            new RejectedRow(
                input,
                line + 1,
                byteOffset,
                fault,
                row.copy(Integer.MAX_VALUE),
                row.valueStart(),
                row.valueEnd()));
      }

      @Override
      public void nulled(String column, long values) {
        for (long i = 0; i < values; i++) {
          nulled.add(column);
        }
      }
    };
  }

  @Override
  public void add(RejectedRow row) {
    rejects.add(row);
  }
}
