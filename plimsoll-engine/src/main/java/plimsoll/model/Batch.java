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
  private final int[] origin = new int[CAPACITY];
  private int rows;

  /** A batch of these vectors, empty. Each must hold {@link #CAPACITY} rows. */
  public Batch(List<Vector> columns) {
    this.columns = List.copyOf(columns);
  }

  /** A new, empty batch for columns of that schema. */
  public static Batch allocate(Schema schema) {
    return new Batch(
        schema.columns().stream().map(column -> Vector.allocate(column.type(), CAPACITY)).toList());
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
