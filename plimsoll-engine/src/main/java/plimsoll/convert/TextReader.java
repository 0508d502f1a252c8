package plimsoll.convert;

import plimsoll.model.Vector;

/** STRING, VARCHAR and CHAR: the bytes as they are, not copied. */
final class TextReader implements ValueReader {
  private final int maxBytes;

  TextReader(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  int maxBytes() {
    return maxBytes;
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    Vector.Bytes texts = (Vector.Bytes) out;
    texts.data(data);
    texts.starts[row] = start;
    texts.lengths[row] = end - start;
    return end - start <= maxBytes;
  }

  @Override
  public boolean isUnkeepable(byte[] data, int start, int end) {
    return true;
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    Vector.Bytes texts = (Vector.Bytes) out;
    int[] starts = texts.starts;
    int[] lengths = texts.lengths;
    int[] cuts = fields.cuts;
    int[] firsts = fields.firsts;
    int shift = fields.shift;
    int less = fields.trail + 1;
    int failures = 0;
    texts.data(fields.data);
    for (int row = 0; row < rows; row++) {
      int first = firsts[row] + shift;
      int cut = cuts[first];
      int length = cuts[first + 1] - cut - less;
      starts[row] = cut + 1;
      lengths[row] = Math.max(length, 0);
      if (length > maxBytes) {
        failed[failures++] = row;
      }
    }
    return failures;
  }
}
