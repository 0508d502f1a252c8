package plimsoll.convert;

import plimsoll.model.Vector;

/** STRING, VARCHAR and CHAR: the bytes as they are, not copied. */
final class TextReader implements ValueReader {
  private final int maxBytes;

  TextReader(int maxBytes) {
    this.maxBytes = maxBytes;
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
  public int readAll(
      byte[] data, int[] starts, int[] ends, int from, int to, Vector out, int[] failed) {
    Vector.Bytes texts = (Vector.Bytes) out;
    texts.data(data);
    int failures = 0;
    for (int i = from; i < to; i++) {
      int length = ends[i] - starts[i];
      texts.starts[i] = starts[i];
      texts.lengths[i] = Math.max(length, 0);
      if (length > maxBytes) {
        failed[failures++] = i;
      }
    }
    return failures;
  }
}
