package plimsoll.lake.parquet;

import java.util.Arrays;
import org.apache.iceberg.FieldMetrics;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.statistics.BooleanStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/** Smallest and largest value of a page that is not encoded here. */
abstract class PageRange {
  static PageRange of(ColumnDescriptor column, Scratch scratch) {
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> new Booleans(column.getPrimitiveType());
      case BINARY, FIXED_LEN_BYTE_ARRAY -> new Texts(column.getPrimitiveType(), scratch);
      default -> new Numbers(column, scratch);
    };
  }

  /**
   * Takes the values at {@code at[0..count)}; none of them is NULL.
   *
   * @param repeated whether texts are entries of a dictionary: equal places mean equal texts
   */
  abstract void add(Vector vector, int[] at, int count, boolean repeated);

  /** Range of the page that ends here, which is forgotten. */
  abstract Statistics<?> takeStatistics();

  /** Bytes of variable-length values in the page that ended last, without lengths. */
  long spanBytes() {
    return 0;
  }

  /** What a footer cannot tell of all pages; null if it tells all. */
  @Nullable FieldMetrics<?> metrics(long rows, long nulls) {
    return null;
  }

  private static final class Booleans extends PageRange {
    private final PrimitiveType type;
    private int count;
    private int trues;

    Booleans(PrimitiveType type) {
      this.type = type;
    }

    @Override
    void add(Vector vector, int[] at, int more, boolean repeated) {
      byte[] values = ((Vector.Booleans) vector).values;
      for (int i = 0; i < more; i++) {
        trues += values[at[i]];
      }
      count += more;
    }

    @Override
    Statistics<?> takeStatistics() {
      Statistics<?> statistics = Statistics.createStats(type);
      if (count > 0 && statistics instanceof BooleanStatistics booleans) {
        booleans.setMinMax(trues == count, trues > 0);
      }
      count = 0;
      trues = 0;
      return statistics;
    }
  }

  private static final class Numbers extends PageRange {
    private final NumberRange range;
    private final Scratch scratch;

    Numbers(ColumnDescriptor column, Scratch scratch) {
      range = NumberRange.of(column);
      this.scratch = scratch;
    }

    @Override
    void add(Vector vector, int[] at, int count, boolean repeated) {
      FixedEncoder.gather(vector, at, 0, count, scratch.incoming);
      range.add(scratch.incoming, count);
    }

    @Override
    Statistics<?> takeStatistics() {
      Statistics<?> statistics = range.statistics();
      range.clear();
      return statistics;
    }

    @Override
    @Nullable FieldMetrics<?> metrics(long rows, long nulls) {
      return range.takeFileMetrics(rows, nulls);
    }
  }

  /** Texts, and decimals of more than 18 digits. */
  private static final class Texts extends PageRange {
    private static final int RECENT = 256;

    private final SpanRange range;
    private final Scratch scratch;
    private final int fixedLength; // 0 for texts
    private final int[] recent = new int[RECENT]; // where entries begin that the page has
    private long bytes;
    private long pageBytes;

    Texts(PrimitiveType type, Scratch scratch) {
      this.scratch = scratch;
      boolean fixed = type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
      fixedLength = fixed ? type.getTypeLength() : 0;
      range = new SpanRange(type, fixed);
      Arrays.fill(recent, -1);
    }

    @Override
    void add(Vector vector, int[] at, int count, boolean repeated) {
      if (vector instanceof Vector.Bytes texts) {
        addTexts(texts, at, count, repeated);
        return;
      }
      byte[] numbers = scratch.numbers(Batch.CAPACITY * SpanEncoder.INT128);
      SpanEncoder.gather((Vector.Int128s) vector, at, 0, count, numbers);
      for (int i = 0; i < count; i++) {
        range.add(numbers, (i + 1) * SpanEncoder.INT128 - fixedLength, fixedLength);
      }
    }

    private void addTexts(Vector.Bytes texts, int[] at, int count, boolean repeated) {
      byte[] data = texts.data();
      for (int i = 0; i < count; i++) {
        int start = texts.starts[at[i]];
        int length = texts.lengths[at[i]];
        bytes += length;
        int place = start & (RECENT - 1);
        if (!repeated || recent[place] != start) {
          range.add(data, start, length);
          recent[place] = start;
        }
      }
    }

    @Override
    Statistics<?> takeStatistics() {
      Arrays.fill(recent, -1);
      Statistics<?> statistics = range.statistics();
      range.clear();
      pageBytes = bytes;
      bytes = 0;
      return statistics;
    }

    @Override
    long spanBytes() {
      return pageBytes;
    }
  }
}
