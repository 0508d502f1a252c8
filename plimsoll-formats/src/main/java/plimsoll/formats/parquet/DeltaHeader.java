package plimsoll.formats.parquet;

import java.io.IOException;
import plimsoll.formats.parquet.PageValues.PageBytes;

/**
 * How values lie whose differences are packed in bits.
 *
 * <p>Source: the Parquet format, "Delta Encoding (DELTA_BINARY_PACKED = 5)", which the encodings of
 * texts by differences begin with too.
 *
 * @param blockValues values of a block; a multiple of 128
 * @param partsOfBlock miniblocks of a block, of a multiple of 32 values each
 * @param values of the page that are not NULL
 */
record DeltaHeader(long blockValues, long partsOfBlock, long values) {
  private static final int BLOCK_VALUES = 128;
  private static final int PART_VALUES = 32;

  /** Of a page; of one without a byte, nothing. */
  static DeltaHeader of(PageBytes page) throws IOException {
    long[] numbers = new long[3];
    int at = page.start();
    if (page.length() == 0) {
      return new DeltaHeader(0, 0, 0);
    }
    for (int i = 0; i < numbers.length; i++) {
      boolean more = true;
      for (int shift = 0; more; shift += 7) {
        if (at == page.end() || shift > Integer.SIZE) {
          throw new IOException("its values begin with no numbers of blocks");
        }
        numbers[i] |= (page.data()[at] & 0x7FL) << shift;
        more = page.data()[at++] < 0;
      }
    }
    return new DeltaHeader(numbers[0], numbers[1], numbers[2]);
  }

  /** Before somebody makes room for as many as it says. */
  void requireAtMost(int count) throws IOException {
    if (values > count) {
      throw new IOException("it says it has " + values + " values where " + count + " fit");
    }
  }

  /** Whether sizes are as the format wants them, which not every reader does. */
  boolean isRegular() {
    return blockValues > 0
        && blockValues % BLOCK_VALUES == 0
        && partsOfBlock > 0
        && blockValues % partsOfBlock == 0
        && blockValues / partsOfBlock % PART_VALUES == 0;
  }
}
