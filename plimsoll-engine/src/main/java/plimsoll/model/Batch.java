package plimsoll.model;

import java.util.List;

/**
 * A few thousand rows as typed column vectors: what moves from stage to stage.
 *
 * <p>Shape: one vector per column, slots {@code 0..rows()}. One thread owns a batch; it is
 * refilled, not re-created, so nothing may keep a reference to its vectors past the stage that got
 * it.
 */
public final class Batch {
  /** Most rows in a batch. */
  public static final int CAPACITY = 4096;

  /** No rows and no columns: the end. */
  public static final Batch EMPTY = new Batch(List.of());

  private final List<Vector> columns;
  private final int capacity;
  private final int[] origin;
  private int rows;

  /** Values of one batch, about: wide rows come in smaller batches. */
  private static final int MOST_VALUES = 1 << 20;

  private static final int FEWEST_ROWS = 256;

  /** A batch of these vectors, empty. Each must hold {@link #CAPACITY} rows. */
  public Batch(List<Vector> columns) {
    this(columns, CAPACITY);
  }

  /** As above, of vectors that hold so many rows. */
  public Batch(List<Vector> columns, int capacity) {
    this.columns = List.copyOf(columns);
    this.capacity = capacity;
    origin = new int[capacity];
  }

  /** A new, empty batch for columns of that schema. */
  public static Batch allocate(Schema schema) {
    int rows = MOST_VALUES / Math.max(1, schema.size());
    return allocate(schema, Math.max(FEWEST_ROWS, Math.min(CAPACITY, rows)));
  }

  /** One for that many rows, at most {@link #CAPACITY}. */
  public static Batch allocate(Schema schema, int capacity) {
    return new Batch(
        schema.columns().stream().map(column -> Vector.allocate(column.type(), capacity)).toList(),
        capacity);
  }

  /** Most rows in this batch: fewer than {@link #CAPACITY} if it has very many columns. */
  public int capacity() {
    return capacity;
  }

  /** Vector of a column. */
  public Vector column(int index) {
    return columns.get(index);
  }

  /** Number of columns. */
  public int width() {
    return columns.size();
  }

  /** Number of rows. */
  public int rows() {
    return rows;
  }

  /** Sets the number of rows after filling the vectors; row r then comes from record r. */
  public void rows(int newRows) {
    rows = newRows;
    for (int row = 0; row < newRows; row++) {
      origin[row] = row;
    }
  }

  /** As {@link #rows(int)}, taking also from which record of the reader each row came. */
  public void rows(int newRows, int[] records) {
    rows = newRows;
    System.arraycopy(records, 0, origin, 0, newRows);
  }

  /** Which record of the reader's current batch row {@code row} came from. */
  public int origin(int row) {
    return origin[row];
  }

  /** Forgets rows and NULLs. */
  public void clear() {
    rows = 0;
    for (Vector column : columns) {
      column.reset();
    }
  }

  /** Bytes of memory held. */
  public long footprint() {
    long bytes = 0;
    for (Vector column : columns) {
      bytes += column.footprint();
    }
    return bytes;
  }

  /** Gives back what only very long values needed; the rows are lost. */
  public void shrink() {
    rows = 0;
    columns.forEach(Vector::shrink);
  }

  /** Keeps the rows {@code keep[0..count)}, ascending, and drops the others. */
  public void keep(int[] keep, int count) {
    for (Vector column : columns) {
      column.compact(keep, count);
    }
    for (int to = 0; to < count; to++) {
      origin[to] = origin[keep[to]];
    }
    rows = count;
  }
}
