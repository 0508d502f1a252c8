package plimsoll.lake.parquet;

import java.io.IOException;
import plimsoll.model.Vector;

/** Takes the values of one column of the table to its encoder, or encoders if it is nested. */
interface ColumnInput {
  /** Adds the rows {@code at[from..to)} of a vector. */
  void add(Vector vector, int[] at, int from, int to) throws IOException;

  /** How many encoders the column has. */
  int encoders();

  /** A column of one encoder. */
  static ColumnInput flat(ColumnEncoder encoder) {
    return new ColumnInput() {
      @Override
      public void add(Vector vector, int[] at, int from, int to) throws IOException {
        encoder.add(vector, at, from, to);
      }

      @Override
      public int encoders() {
        return 1;
      }
    };
  }
}
