package plimsoll.formats.csv;

/** Records without a byte. */
final class BlankLine {
  private BlankLine() {}

  /** Whether that record holds nothing but its end. */
  static boolean is(Dialect dialect, byte[] data, StructuralIndex index, int record) {
    int start = index.start(record);
    int end = index.last(record) + 1 - dialect.recordEnd().length;
    return end == start || (dialect.dropCr() && end == start + 1 && data[start] == '\r');
  }
}
