package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.convert.ValueReader;
import plimsoll.model.DataType;
import plimsoll.model.Vector;
import plimsoll.pipeline.parse.CsvOptions;

/** Which texts mean NULL. They are compared with a field as written, before escapes are undone. */
final class NullMarkers {
  /** Nothing means NULL. */
  static final NullMarkers NONE = new NullMarkers(List.of(), List.of(), false, false);

  private final byte[][] unquoted;
  private final byte[][] quoted;
  private final long lengths;

  /** In columns of text. */
  static NullMarkers inTexts(CsvOptions options) {
    return new NullMarkers(
        options.nullMarkers(), List.of(), options.emptyIsNull(), options.quotedNull());
  }

  /** In columns of other types, where a word such as NA is no value. */
  static NullMarkers inOthers(CsvOptions options) {
    return inOthers(options, List.of());
  }

  /** As above, with words of a single field: no value of its column either, quoted or not. */
  static NullMarkers inOthers(CsvOptions options, List<String> words) {
    List<String> all = new ArrayList<>(options.nullMarkers());
    all.addAll(options.nullWords());
    return new NullMarkers(all, words, options.emptyIsNull(), options.quotedNull());
  }

  private NullMarkers(
      List<String> markers, List<String> words, boolean emptyIsNull, boolean quotedNull) {
    List<String> all = new ArrayList<>(markers);
    all.addAll(words);
    quoted = bytes(quotedNull ? all : words);
    unquoted = emptyIsNull ? withEmpty(bytes(all)) : bytes(all);
    long bits = 0;
    for (byte[] marker : unquoted) {
      bits |= 1L << marker.length;
    }
    lengths = bits;
  }

  private static byte[][] bytes(List<String> markers) {
    return markers.stream().map(m -> m.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
  }

  private static byte[][] withEmpty(byte[][] markers) {
    byte[][] more = Arrays.copyOf(markers, markers.length + 1);
    more[markers.length] = new byte[0];
    return more;
  }

  /** Cheap look at an unquoted field's length; most that are not NULL need no comparison then. */
  boolean mayBeNull(int length) {
    return (lengths >>> length & 1) != 0; // length modulo 64, as shifts are
  }

  /** Whether an unquoted field means NULL. */
  boolean isNull(byte[] data, int start, int end) {
    return isOneOf(unquoted, data, start, end);
  }

  /** Whether a quoted field means NULL; the range is what lies between the quotes. */
  boolean isNullQuoted(byte[] data, int start, int end) {
    return isOneOf(quoted, data, start, end);
  }

  /** Whether some marker could be read as a value; if not, a text that was read is not NULL. */
  boolean looksLikeValue(ValueReader reader, DataType type) {
    Vector scratch = Vector.allocate(type, 1);
    for (byte[] marker : unquoted) {
      if (reader.read(marker, 0, marker.length, scratch, 0)) {
        return true;
      }
    }
    return false;
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
