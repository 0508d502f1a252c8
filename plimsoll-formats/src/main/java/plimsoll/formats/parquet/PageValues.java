package plimsoll.formats.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.jspecify.annotations.Nullable;

/** The values of one page that are not NULL, front to back. */
abstract class PageValues {
  private static final long LONGEST_RUN_HEADER = 0xFFFF_FFFFL;

  /**
   * The values of a page.
   *
   * @param dictionary the column chunk's, where the page is encoded by it
   * @param values how many, NULLs included
   */
  static PageValues of(
      Encoding encoding,
      SourceType type,
      ColumnDescriptor column,
      @Nullable Dictionary dictionary,
      PageBytes page,
      int values)
      throws IOException {
    return switch (encoding) {
      case PLAIN -> PlainValues.of(type, page);
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> {
        if (dictionary == null) {
          throw new IOException("its dictionary is missing");
        }
        yield new DictionaryValues(dictionary, page);
      }
      case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY -> {
        DeltaHeader.of(page).requireAtMost(values);
        yield new OtherValues(encoding, type, column, page, values);
      }
      default -> new OtherValues(encoding, type, column, page, values);
    };
  }

  /**
   * Reads the next {@code count} values into slots 0 to {@code count}.
   *
   * @throws IOException if the page has not so many
   */
  abstract void read(int count, RawColumn to) throws IOException;

  /** Whose entries the values are; null if they stand for themselves. */
  @Nullable Dictionary dictionary() {
    return null;
  }

  /**
   * Whether levels of one bit are a single run that says of all values that they are there, as most
   * are.
   */
  static boolean isRunOfOnes(byte[] data, int start, int end, int count) {
    long header = 0;
    int at = start;
    boolean more = true;
    for (int shift = 0; more && at < end && shift < Integer.SIZE; shift += 7) {
      header |= (data[at] & 0x7FL) << shift;
      more = data[at++] < 0;
    }
    boolean isRun = !more && (header & 1) == 0;
    boolean fits = header <= LONGEST_RUN_HEADER; // others would take a longer one for a short one
    return isRun && fits && header >>> 1 >= count && at < end && data[at] == 1;
  }

  /** Most rows of a batch. */
  int rowsAtOnce() {
    return Integer.MAX_VALUE;
  }

  /** Bytes held beside the page. */
  long footprint() {
    return 0;
  }

  /**
   * Bytes of a page.
   *
   * @param data array that holds them
   * @param start the first of them
   * @param end past the last
   */
  @SuppressWarnings("ArrayRecordComponent") // a view of a buffer
  record PageBytes(byte[] data, int start, int end) {
    int length() {
      return end - start;
    }

    ByteBufferInputStream stream() {
      return ByteBufferInputStream.wrap(ByteBuffer.wrap(data, start, length()).slice());
    }

    PageBytes from(int newStart) throws IOException {
      if (newStart < start || newStart > end) {
        throw new IOException("a part of it ends outside");
      }
      return new PageBytes(data, newStart, end);
    }
  }
}
