package plimsoll.online.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** Tails of keys, each with its row, in ascending order; one at a time. */
public abstract class Entries implements Closeable {
  /** What the current entry lies in. */
  public byte[] data = new byte[0];

  /** Where its tail begins. */
  public int keyStart;

  /** Bytes of its tail. */
  public int keyLength;

  /** Where its row begins. */
  public int rowStart;

  /** Bytes of its row. */
  public int rowLength;

  /** What its row lies in: {@link #data}, unless the rows are kept apart. */
  public byte[] rowData() {
    return data;
  }

  /** Moves to the next entry. */
  public abstract boolean next() throws IOException;

  /** Compares the tails of the current entries. */
  public final int compareTails(Entries other) {
    return Arrays.compareUnsigned(
        data,
        keyStart,
        keyStart + keyLength,
        other.data,
        other.keyStart,
        other.keyStart + other.keyLength);
  }

  @Override
  public void close() throws IOException {}
}
