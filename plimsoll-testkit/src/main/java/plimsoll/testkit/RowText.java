package plimsoll.testkit;

import java.nio.charset.StandardCharsets;
import plimsoll.model.Batch;
import plimsoll.model.Vector;

/** Rows as the models keep them: values with a comma between. */
final class RowText {
  private RowText() {}

  static String of(Batch batch, int row) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < batch.width(); column++) {
      text.append(column == 0 ? "" : ",").append(at(batch.column(column), row));
    }
    return text.toString();
  }

  private static String at(Vector vector, int row) {
    if (vector.isNull(row)) {
      return "NULL";
    }
    if (vector instanceof Vector.Ints ints) {
      return Integer.toString(ints.values[row]);
    }
    if (vector instanceof Vector.Longs longs) {
      return Long.toString(longs.values[row]);
    }
    if (vector instanceof Vector.Bytes bytes) {
      return new String(
          bytes.data(), bytes.starts[row], bytes.lengths[row], StandardCharsets.UTF_8);
    }
    throw new IllegalArgumentException("the model prints integers and text only");
  }
}
