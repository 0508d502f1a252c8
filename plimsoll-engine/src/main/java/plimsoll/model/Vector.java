package plimsoll.model;

import java.util.Arrays;

/**
 * Values of one column for the rows of a batch, as plain arrays in Arrow's layout: values, and one
 * validity bit a row (1 = there is a value).
 *
 * <p>Slot {@code r} of the value array belongs to row {@code r}; its content is undefined where the
 * row is NULL. Vectors are filled by one thread, reused from batch to batch, and never shared while
 * being filled.
 */
public abstract sealed class Vector {
  private final long[] validity;
  private int nulls;

  Vector(int capacity) {
    validity = new long[(capacity + 63) >>> 6];
    Arrays.fill(validity, -1L);
  }

  /** A vector for values of that type. */
  public static Vector allocate(DataType type, int capacity) {
    return switch (type.layout()) {
      case BOOLEAN -> new Booleans(capacity);
      case INT -> new Ints(capacity);
      case LONG -> new Longs(capacity);
      case INT128 -> new Int128s(capacity);
      case FLOAT -> new Floats(capacity);
      case DOUBLE -> new Doubles(capacity);
      case BYTES -> new Bytes(capacity);
    };
  }

  /** Forgets all NULLs, for the next batch. */
  public void reset() {
    if (nulls > 0) {
      Arrays.fill(validity, -1L);
      nulls = 0;
    }
  }

  /** Makes row {@code row} NULL. */
  public final void setNull(int row) {
    long bit = 1L << row;
    if ((validity[row >>> 6] & bit) != 0) {
      validity[row >>> 6] &= ~bit;
      nulls++;
    }
  }

  /** Whether row {@code row} is NULL. */
  public final boolean isNull(int row) {
    return (validity[row >>> 6] & (1L << row)) == 0;
  }

  /** Whether any row is NULL; much cheaper than looking at each. */
  public final boolean hasNulls() {
    return nulls > 0;
  }

  /** Number of NULL rows. */
  public final int nullCount() {
    return nulls;
  }

  /** The validity words: bit {@code r & 63} of word {@code r >> 6} is 1 when row r has a value. */
  public final long[] validity() {
    return validity;
  }

  /** Moves the rows {@code keep[0..count)}, ascending, to the front. */
  public final void compact(int[] keep, int count) {
    if (nulls > 0) {
      int left = 0;
      for (int to = 0; to < count; to++) {
        boolean isNull = isNull(keep[to]);
        long bit = 1L << to;
        if (isNull) {
          validity[to >>> 6] &= ~bit;
          left++;
        } else {
          validity[to >>> 6] |= bit;
        }
      }
      clearFrom(count);
      nulls = left;
    }
    move(keep, count);
  }

  private void clearFrom(int count) {
    int word = count >>> 6;
    if (word < validity.length) {
      validity[word] |= -1L << count;
      Arrays.fill(validity, word + 1, validity.length, -1L);
    }
  }

  abstract void move(int[] keep, int count);

  /** BOOLEAN: 0 or 1. */
  public static final class Booleans extends Vector {
    /** One byte a row. */
    public final byte[] values;

    Booleans(int capacity) {
      super(capacity);
      values = new byte[capacity];
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }
  }

  /** TINYINT, SMALLINT, INT, and DATE as days since 1970-01-01. */
  public static final class Ints extends Vector {
    /** One int a row. */
    public final int[] values;

    Ints(int capacity) {
      super(capacity);
      values = new int[capacity];
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }
  }

  /** BIGINT, DATETIME in microseconds since 1970-01-01, DECIMAL up to 18 digits unscaled. */
  public static final class Longs extends Vector {
    /** One long a row. */
    public final long[] values;

    Longs(int capacity) {
      super(capacity);
      values = new long[capacity];
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }
  }

  /** DECIMAL of 19 to 38 digits, unscaled two's complement. */
  public static final class Int128s extends Vector {
    /** Upper 64 bits, signed. */
    public final long[] high;

    /** Lower 64 bits. */
    public final long[] low;

    Int128s(int capacity) {
      super(capacity);
      high = new long[capacity];
      low = new long[capacity];
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        high[to] = high[keep[to]];
        low[to] = low[keep[to]];
      }
    }
  }

  /** FLOAT. */
  public static final class Floats extends Vector {
    /** One float a row. */
    public final float[] values;

    Floats(int capacity) {
      super(capacity);
      values = new float[capacity];
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }
  }

  /** DOUBLE. */
  public static final class Doubles extends Vector {
    /** One double a row. */
    public final double[] values;

    Doubles(int capacity) {
      super(capacity);
      values = new double[capacity];
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }
  }

  /**
   * Text and binary: row r is {@code data[starts[r] .. starts[r] + lengths[r])}.
   *
   * <p>Unlike Arrow's offsets the ranges need not be adjacent, so a CSV reader points into the
   * chunk it parsed and copies nothing. Values that are not in the input as they are, such as
   * decoded ones, are put together in storage of the vector's own: {@link #reserve}, then {@link
   * #append}. A batch of rows uses either the one or the other.
   */
  public static final class Bytes extends Vector {
    /** First byte of each row's value. */
    public final int[] starts;

    /** Length of each row's value in bytes. */
    public final int[] lengths;

    private byte[] data = new byte[0];
    private byte[] own = data;
    private int used;

    Bytes(int capacity) {
      super(capacity);
      starts = new int[capacity];
      lengths = new int[capacity];
    }

    /** What the ranges point into. */
    public byte[] data() {
      return data;
    }

    /** Sets what the ranges point into, for all rows. */
    public void data(byte[] newData) {
      data = newData;
    }

    /** Own storage with room for that many more bytes from {@link #used()} on. */
    public byte[] reserve(int more) {
      if (own.length - used < more) {
        long wanted = Math.max(used + (long) more, own.length + (own.length >>> 1));
        own = Arrays.copyOf(own, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
      }
      data = own;
      return own;
    }

    /** How much of the own storage holds values. */
    public int used() {
      return used;
    }

    /** Makes the {@code length} bytes behind {@link #used()} the value of a row. */
    public void append(int row, int length) {
      starts[row] = used;
      lengths[row] = length;
      used += length;
    }

    @Override
    public void reset() {
      super.reset();
      used = 0;
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        starts[to] = starts[keep[to]];
        lengths[to] = lengths[keep[to]];
      }
    }
  }
}
