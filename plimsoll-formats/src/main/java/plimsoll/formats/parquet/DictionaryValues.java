package plimsoll.formats.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.jspecify.annotations.Nullable;

/** Numbers of a dictionary's values, bit-packed or in runs. */
final class DictionaryValues extends PageValues {
  private static final int MOST_BITS = 32;

  /** Of texts in one batch. */
  private static final int BYTES_AT_ONCE = 8 << 20;

  private final Dictionary dictionary;
  private final int rowsAtOnce;
  private final @Nullable RunLengthBitPackingHybridDecoder numbers;

  DictionaryValues(Dictionary dictionary, PageBytes page) throws IOException {
    this.dictionary = dictionary;
    rowsAtOnce = Math.max(1, BYTES_AT_ONCE / Math.max(1, dictionary.longest()));
    ByteBufferInputStream in = page.stream();
    int bits = in.read();
    if (bits > MOST_BITS) {
      throw new IOException("its numbers are " + bits + " bits wide");
    }
    numbers = bits < 0 ? null : new RunLengthBitPackingHybridDecoder(bits, in);
  }

  @Override
  Dictionary dictionary() {
    return dictionary;
  }

  @Override
  void read(int count, RawColumn to) throws IOException {
    RawColumn from = dictionary.values();
    if (from.longs.length > 0) {
      for (int i = 0; i < count; i++) {
        to.longs[i] = from.longs[number()];
      }
    } else if (from.doubles.length > 0) {
      for (int i = 0; i < count; i++) {
        to.doubles[i] = from.doubles[number()];
      }
    } else {
      to.data = from.data;
      for (int i = 0; i < count; i++) {
        int number = number();
        to.starts[i] = from.starts[number];
        to.lengths[i] = from.lengths[number];
      }
    }
  }

  /** Each row may be the longest text: a page of a few bytes is not to become gigabytes. */
  @Override
  int rowsAtOnce() {
    return rowsAtOnce;
  }

  private int number() throws IOException {
    if (numbers == null) {
      throw new IOException("it holds fewer values than it says");
    }
    int number = numbers.readInt();
    if (number < 0 || number >= dictionary.size()) {
      throw new IOException(
          "it names value " + number + " of a dictionary of " + dictionary.size());
    }
    return number;
  }
}
