package plimsoll.query;

import java.util.List;
import java.util.stream.IntStream;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/**
 * Which rows of a batch are NULL, in its columns and in the fields of structs. A batch handed on in
 * pieces needs it: its next owner may move a piece's rows to the front, which forgets all NULLs
 * behind them. Values behind them stay where they are.
 */
final class SavedNulls {
  private final int rows;
  private final List<Vector> vectors;
  private final List<long[]> validities;

  /** Of all rows that a batch has now. */
  SavedNulls(Batch batch) {
    rows = batch.rows();
    vectors =
        IntStream.range(0, batch.width())
            .mapToObj(batch::column)
            .flatMap(Vector::ofSameRows)
            .toList();
    validities = vectors.stream().map(vector -> vector.validity().clone()).toList();
  }

  /** Makes the rows from there on what they were. */
  void bringBack(int from) {
    for (int i = 0; i < vectors.size(); i++) {
      bringBack(vectors.get(i), validities.get(i), from);
    }
  }

  private void bringBack(Vector vector, long[] validity, int from) {
    for (int row = from; row < rows; row++) {
      if ((validity[row >>> 6] & (1L << row)) == 0) {
        vector.setNull(row);
      } else {
        vector.setPresent(row);
      }
    }
  }
}
