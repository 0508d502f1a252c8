package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import plimsoll.pipeline.parse.CsvOptions;

/** Which texts mean NULL. They are compared with a field as written, before escapes are undone. */
final class NullMarkers {
  private final byte[][] unquoted;
  private final byte[][] quoted;
  private final long lengths;

  NullMarkers(CsvOptions options) {
    List<byte[]> markers =
        options.nullMarkers().stream().map(m -> m.getBytes(StandardCharsets.UTF_8)).toList();
    byte[][] all = markers.toArray(new byte[0][]);
    quoted = options.quotedNull() ? all : new byte[0][];
    unquoted = options.emptyIsNull() ? with(all, new byte[0]) : all;
    long bits = 0;
    for (byte[] marker : unquoted) {
      bits |= 1L << marker.length;
    }
    lengths = bits;
  }

  private static byte[][] with(byte[][] markers, byte[] one) {
    byte[][] more = Arrays.copyOf(markers, markers.length + 1);
    more[markers.length] = one;
    return more;
  }

  /**
   * The lengths of unquoted markers modulo 64, as bits: a field whose length is not among them is not
   * NULL, which spares most fields the comparison.
   */
  long lengths() {
    return lengths;
  }

  boolean isNull(byte[] data, int start, int end) {
    return isOneOf(unquoted, data, start, end);
  }

  boolean isNullQuoted(byte[] data, int start, int end) {
    return isOneOf(quoted, data, start, end);
  }

  private static boolean isOneOf(byte[][] markers, byte[] data, int start, int end) {
    for (byte[] marker : markers) {
      if (marker.length == end - start && Dialect.startsWith(data, start, end, marker)) {
        return true;
      }
    }
    return false;
  }
}
