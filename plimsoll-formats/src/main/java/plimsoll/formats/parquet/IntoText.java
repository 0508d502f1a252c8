package plimsoll.formats.parquet;

import java.nio.charset.StandardCharsets;
import plimsoll.model.Column;
import plimsoll.model.Vector;

/** Numbers and times as text. */
final class IntoText extends Conversion {
  IntoText(SourceType from, Column column) {
    super(from, column);
  }

  @Override
  int convert(RawColumn raw, int rows, Vector out, int[] failed) {
    Vector.Bytes to = (Vector.Bytes) out;
    for (int row = 0; row < rows; row++) {
      if (raw.isNull(row)) {
        to.lengths[row] = 0;
        continue;
      }
      byte[] text = ValueText.of(from, raw, row).getBytes(StandardCharsets.UTF_8);
      System.arraycopy(text, 0, to.reserve(text.length), to.used(), text.length);
      to.append(row, text.length);
    }
    return 0;
  }
}
