package plimsoll.formats.csv;

/**
 * The text of a piece of a chunk without the quotes that doubling added, and where its fields end
 * in there. One pass over the piece, so that no field has to be searched for quotes.
 *
 * <p>Shape: {@code cuts} as the index's positions, counted in {@code text}.
 */
final class Undoubled {
  byte[] text = new byte[0];
  int[] cuts = new int[0];

  /** Copies the text of the indexed records, for an index that lists doubled quotes. */
  void copy(byte[] data, StructuralIndex index) {
    int[] positions = index.positions;
    int count = index.count;
    int start = positions[0] + 1;
    int end = positions[count - 1];
    reserve(end - start, count);
    cuts[0] = -1;
    int at = start;
    int to = 0;
    int field = 1;
    for (int gone = 0; gone < index.doubledCount && index.doubled[gone] < end; gone++) {
      int quote = index.doubled[gone];
      System.arraycopy(data, at, text, to, quote - at);
      to += quote - at;
      at = quote + 1;
      int shift = start + gone;
      for (; positions[field] < quote; field++) {
        cuts[field] = positions[field] - shift;
      }
    }
    System.arraycopy(data, at, text, to, end - at);
    int shift = end - (to + end - at);
    for (; field < count; field++) {
      cuts[field] = positions[field] - shift;
    }
  }

  private void reserve(int length, int count) {
    if (text.length < length) {
      text = new byte[length + (length >>> 2)];
    }
    if (cuts.length < count) {
      cuts = new int[count + (count >>> 2)];
    }
  }

  /** Bytes of memory held. */
  long footprint() {
    return text.length + (long) Integer.BYTES * cuts.length;
  }

  /** Gives back what only a very long piece needed. */
  void shrink() {
    text = new byte[0];
    cuts = new int[0];
  }
}
