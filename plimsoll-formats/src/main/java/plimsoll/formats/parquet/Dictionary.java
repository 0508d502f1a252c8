package plimsoll.formats.parquet;

import java.io.IOException;
import java.util.Arrays;

/** The values that pages of a column chunk refer to by number. */
final class Dictionary {
  private final RawColumn values;
  private final int size;
  private final long bytes;
  private final int longest;

  /** Reads the values of a dictionary page, which are PLAIN. */
  Dictionary(SourceType type, PageValues.PageBytes page, int size) throws IOException {
    if (size < 0 || size > mostValues(type, page.length())) {
      throw new IOException("its dictionary says it has " + size + " values");
    }
    this.size = size;
    values = new RawColumn(type.layout(), size);
    values.data = page.data();
    PlainValues.of(type, page).read(size, values);
    bytes = page.data().length;
    longest = Arrays.stream(values.lengths).max().orElse(0);
  }

  /** Before memory is taken for them. */
  private static long mostValues(SourceType type, long bytes) {
    return switch (type.physical()) {
      case BOOLEAN -> bytes * Byte.SIZE;
      case INT32, FLOAT, BINARY -> bytes / Integer.BYTES;
      case INT64, DOUBLE -> bytes / Long.BYTES;
      case INT96 -> bytes / (Integer.BYTES + Long.BYTES);
      case FIXED_LEN_BYTE_ARRAY -> bytes / Math.max(1, type.length());
    };
  }

  int size() {
    return size;
  }

  /** Bytes of the longest text; 0 if there is none. */
  int longest() {
    return longest;
  }

  RawColumn values() {
    return values;
  }

  long footprint() {
    return bytes + values.footprint();
  }
}
