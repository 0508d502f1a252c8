package plimsoll.formats.csv;

/** The UTF-8 byte order mark that some programs write in front of a file. */
final class Bom {
  private Bom() {}

  /** Past the mark at {@code start}, or {@code start} if there is none. */
  static int skip(byte[] data, int start, int end) {
    boolean is =
        end - start >= 3
            && (data[start] & 0xFF) == 0xEF
            && (data[start + 1] & 0xFF) == 0xBB
            && (data[start + 2] & 0xFF) == 0xBF;
    return is ? start + 3 : start;
  }
}
