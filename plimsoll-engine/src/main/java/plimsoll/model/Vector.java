package plimsoll.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Values of one column for the rows of a batch, as plain arrays in Arrow's layout: values, and one
 * validity bit a row (1 = there is a value).
 *
 * <p>Slot {@code r} of the value array belongs to row {@code r}; its content is undefined where the
 * row is NULL. Vectors are filled by one thread, reused from batch to batch, and never shared while
 * being filled.
 */
public abstract sealed class Vector {
  private static final int FIRST_ELEMENTS = 64;

  /** What a vector keeps from batch to batch for elements or bytes of its own. */
  private static final int MOST_KEPT_BYTES = 4 << 20;

  private long[] validity;
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
      case LIST -> new Lists(capacity, () -> element(type));
      case STRUCT -> new Structs(capacity, fields(type));
    };
  }

  /** The elements of a list; a map's are structs of key and value. */
  private static Vector element(DataType type) {
    return type instanceof DataType.MapOf
        ? new Structs(FIRST_ELEMENTS, fields(type))
        : allocate(type.parts().get(0).type(), FIRST_ELEMENTS);
  }

  private static List<Vector> fields(DataType type) {
    return type.parts().stream().map(part -> allocate(part.type(), FIRST_ELEMENTS)).toList();
  }

  /** Makes room for that many rows; what is there stays. */
  public final void reserveRows(int capacity) {
    int words = (capacity + 63) >>> 6;
    if (words > validity.length) {
      int had = validity.length;
      validity = Arrays.copyOf(validity, Math.max(words, had + (had >>> 1)));
      Arrays.fill(validity, had, validity.length, -1L);
    }
    grow(capacity);
  }

  /** Room in an array that has to hold {@code capacity} values: half as much again. */
  static int roomFor(int capacity, int length) {
    return Math.max(capacity, length + (length >>> 1));
  }

  abstract void grow(int capacity);

  /** Makes row {@code row} not NULL: for slots that are filled anew within one batch. */
  public final void setPresent(int row) {
    long bit = 1L << row;
    if ((validity[row >>> 6] & bit) == 0) {
      validity[row >>> 6] |= bit;
      nulls--;
    }
  }

  /** Makes row {@code to} what row {@code from} is. */
  public final void copyRow(int from, int to) {
    if (isNull(from)) {
      setNull(to);
    } else {
      setPresent(to);
      copySlot(from, to);
    }
  }

  abstract void copySlot(int from, int to);

  /** Bytes of memory held. */
  public final long footprint() {
    return validity.length * 8L + valueBytes();
  }

  abstract long valueBytes();

  /** Gives back room for elements and own bytes that only a very large batch needed. */
  public void shrink() {}

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

  /** This vector and what else has its rows: the fields of a struct, and theirs. */
  public Stream<Vector> ofSameRows() {
    return Stream.of(this);
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
    public byte[] values;

    Booleans(int capacity) {
      super(capacity);
      values = new byte[capacity];
    }

    @Override
    long valueBytes() {
      return values.length;
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > values.length) {
        values = Arrays.copyOf(values, roomFor(capacity, values.length));
      }
    }

    @Override
    void copySlot(int from, int to) {
      values[to] = values[from];
    }
  }

  /** TINYINT, SMALLINT, INT, and DATE as days since 1970-01-01. */
  public static final class Ints extends Vector {
    /** One int a row. */
    public int[] values;

    Ints(int capacity) {
      super(capacity);
      values = new int[capacity];
    }

    @Override
    long valueBytes() {
      return values.length * 4L;
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > values.length) {
        values = Arrays.copyOf(values, roomFor(capacity, values.length));
      }
    }

    @Override
    void copySlot(int from, int to) {
      values[to] = values[from];
    }
  }

  /** BIGINT, DATETIME in microseconds since 1970-01-01, DECIMAL up to 18 digits unscaled. */
  public static final class Longs extends Vector {
    /** One long a row. */
    public long[] values;

    Longs(int capacity) {
      super(capacity);
      values = new long[capacity];
    }

    @Override
    long valueBytes() {
      return values.length * 8L;
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > values.length) {
        values = Arrays.copyOf(values, roomFor(capacity, values.length));
      }
    }

    @Override
    void copySlot(int from, int to) {
      values[to] = values[from];
    }
  }

  /** DECIMAL of 19 to 38 digits, unscaled two's complement. */
  public static final class Int128s extends Vector {
    /** Upper 64 bits, signed. */
    public long[] high;

    /** Lower 64 bits. */
    public long[] low;

    Int128s(int capacity) {
      super(capacity);
      high = new long[capacity];
      low = new long[capacity];
    }

    @Override
    long valueBytes() {
      return high.length * 16L;
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        high[to] = high[keep[to]];
        low[to] = low[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > high.length) {
        high = Arrays.copyOf(high, roomFor(capacity, high.length));
        low = Arrays.copyOf(low, high.length);
      }
    }

    @Override
    void copySlot(int from, int to) {
      high[to] = high[from];
      low[to] = low[from];
    }
  }

  /** FLOAT. */
  public static final class Floats extends Vector {
    /** One float a row. */
    public float[] values;

    Floats(int capacity) {
      super(capacity);
      values = new float[capacity];
    }

    @Override
    long valueBytes() {
      return values.length * 4L;
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > values.length) {
        values = Arrays.copyOf(values, roomFor(capacity, values.length));
      }
    }

    @Override
    void copySlot(int from, int to) {
      values[to] = values[from];
    }
  }

  /** DOUBLE. */
  public static final class Doubles extends Vector {
    /** One double a row. */
    public double[] values;

    Doubles(int capacity) {
      super(capacity);
      values = new double[capacity];
    }

    @Override
    long valueBytes() {
      return values.length * 8L;
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        values[to] = values[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > values.length) {
        values = Arrays.copyOf(values, roomFor(capacity, values.length));
      }
    }

    @Override
    void copySlot(int from, int to) {
      values[to] = values[from];
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
    public int[] starts;

    /** Length of each row's value in bytes. */
    public int[] lengths;

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

    /** Forgets the own bytes from there on. */
    public void used(int count) {
      used = count;
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
    long valueBytes() {
      return starts.length * 8L + own.length;
    }

    @Override
    public void shrink() {
      if (own.length > MOST_KEPT_BYTES) {
        own = new byte[0];
        data = own;
        used = 0;
      }
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        starts[to] = starts[keep[to]];
        lengths[to] = lengths[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > starts.length) {
        starts = Arrays.copyOf(starts, roomFor(capacity, starts.length));
        lengths = Arrays.copyOf(lengths, starts.length);
      }
    }

    @Override
    void copySlot(int from, int to) {
      starts[to] = starts[from];
      lengths[to] = lengths[from];
    }
  }

  /**
   * ARRAY and MAP: row r is the elements {@code starts[r] .. starts[r] + lengths[r]} of another
   * vector. A map's elements are {@link Structs} of key and value, none of them NULL.
   *
   * <p>As for bytes the ranges need not be adjacent. Elements are added behind {@link #used()}.
   */
  public static final class Lists extends Vector {
    /** First element of each row. */
    public int[] starts;

    /** Number of elements of each row. */
    public int[] lengths;

    private final Supplier<Vector> maker;
    private Vector elements;
    private int used;

    Lists(int capacity, Supplier<Vector> maker) {
      super(capacity);
      starts = new int[capacity];
      lengths = new int[capacity];
      this.maker = maker;
      elements = maker.get();
    }

    /** The elements of all rows. */
    public Vector elements() {
      return elements;
    }

    /** How many elements there are. */
    public int used() {
      return used;
    }

    /** Forgets the elements from there on. */
    public void used(int count) {
      used = count;
    }

    /** Room for one more element, not NULL; its place. */
    public int add() {
      elements.reserveRows(used + 1);
      elements.setPresent(used);
      return used++;
    }

    /** Makes the elements from {@code start} on the value of a row. */
    public void end(int row, int start) {
      starts[row] = start;
      lengths[row] = used - start;
    }

    @Override
    public void reset() {
      super.reset();
      elements.reset();
      used = 0;
    }

    @Override
    long valueBytes() {
      return starts.length * 8L + elements.footprint();
    }

    @Override
    public void shrink() {
      if (elements.footprint() > MOST_KEPT_BYTES) {
        elements = maker.get();
        used = 0;
      } else {
        elements.shrink();
      }
    }

    @Override
    void move(int[] keep, int count) {
      for (int to = 0; to < count; to++) {
        starts[to] = starts[keep[to]];
        lengths[to] = lengths[keep[to]];
      }
    }

    @Override
    void grow(int capacity) {
      if (capacity > starts.length) {
        starts = Arrays.copyOf(starts, roomFor(capacity, starts.length));
        lengths = Arrays.copyOf(lengths, starts.length);
      }
    }

    @Override
    void copySlot(int from, int to) {
      starts[to] = starts[from];
      lengths[to] = lengths[from];
    }
  }

  /**
   * STRUCT: row r is row r of every field. What fields hold where the struct is NULL, is undefined.
   */
  public static final class Structs extends Vector {
    private final List<Vector> fields;

    Structs(int capacity, List<Vector> fields) {
      super(capacity);
      this.fields = fields;
      grow(capacity);
    }

    /** The fields in order. */
    public List<Vector> fields() {
      return fields;
    }

    @Override
    public Stream<Vector> ofSameRows() {
      return Stream.concat(Stream.of(this), fields.stream().flatMap(Vector::ofSameRows));
    }

    @Override
    public void reset() {
      super.reset();
      fields.forEach(Vector::reset);
    }

    @Override
    long valueBytes() {
      return fields.stream().mapToLong(Vector::footprint).sum();
    }

    @Override
    public void shrink() {
      fields.forEach(Vector::shrink);
    }

    @Override
    void move(int[] keep, int count) {
      fields.forEach(field -> field.compact(keep, count));
    }

    @Override
    void grow(int capacity) {
      fields.forEach(field -> field.reserveRows(capacity));
    }

    @Override
    void copySlot(int from, int to) {
      fields.forEach(field -> field.copyRow(from, to));
    }
  }
}
