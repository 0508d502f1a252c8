package plimsoll.formats.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.Page;
import plimsoll.formats.parquet.PageValues.PageBytes;

/**
 * The pages of a column chunk as they are read, for those who copy them. What our reader bears and
 * others might read in another way makes the chunk one that is not copied.
 */
final class PageLog {
  /** Readers of the table would have to hold it whole. */
  private static final int MOST_PAGE_BYTES = 32 << 20;

  /** What an entry takes in memory. */
  private static final long PAGE_BYTES = 80;

  private final boolean nullable;
  private final Predicate<Dictionary> takesAll;
  private final List<Page> pages = new ArrayList<>();
  private @Nullable Page dictionary;
  private boolean copyable = true;
  private long position;
  private int checksum;

  /**
   * Of a column chunk.
   *
   * @param nullable whether its pages have definition levels
   * @param takesAll whether the table may have all entries of a dictionary
   */
  PageLog(boolean nullable, Predicate<Dictionary> takesAll) {
    this.nullable = nullable;
    this.takesAll = takesAll;
  }

  /** Whether all pages so far can be copied. */
  boolean isCopyable() {
    return copyable;
  }

  @Nullable Page dictionary() {
    return dictionary;
  }

  /** Pages with values, in their order. */
  List<Page> pages() {
    return pages;
  }

  /** Where a page begins, and its bytes; what it is comes next. */
  void read(long start, byte[] bytes, int length) {
    position = start;
    checksum = checksum(bytes, length);
  }

  static int checksum(byte[] bytes, int length) {
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    return (int) sum.getValue();
  }

  void add(PageHeader page, DictionaryPageHeader header, Dictionary values) {
    require(takesAll.test(values));
    boolean plain =
        header.getEncoding() == Encoding.PLAIN || header.getEncoding() == Encoding.PLAIN_DICTIONARY;
    require(plain && page.getUncompressed_page_size() <= MOST_PAGE_BYTES);
    require(page.getCompressed_page_size() > 0);
    dictionary = page(Page.Kind.DICTIONARY, page, Encoding.PLAIN, header.getNum_values(), 0, true);
  }

  /** A page of version 1, and its values unpacked. */
  void add(PageHeader page, DataPageHeader header, PageBytes values) throws IOException {
    require(isForAll(header.getEncoding(), values));
    require(!nullable || header.getDefinition_level_encoding() == Encoding.RLE);
    require(page.getUncompressed_page_size() <= MOST_PAGE_BYTES);
    if (header.getNum_values() > 0) {
      pages.add(
          page(Page.Kind.VERSION_1, page, header.getEncoding(), header.getNum_values(), 0, true));
    }
  }

  /** A page of version 2, its bytes, and its values unpacked. */
  void add(PageHeader page, DataPageHeaderV2 header, byte[] bytes, PageBytes values)
      throws IOException {
    require(isForAll(header.getEncoding(), values));
    int levels = header.getDefinition_levels_byte_length();
    boolean packed = !header.isSetIs_compressed() || header.isIs_compressed();
    require(header.getRepetition_levels_byte_length() == 0);
    require(header.getNum_rows() == header.getNum_values());
    require(nullable || levels == 0);
    require(page.getUncompressed_page_size() <= MOST_PAGE_BYTES);
    // Some writers pack nothing to nothing, which not every reader unpacks.
    require(!packed || page.getCompressed_page_size() > levels);
    if (nullable && header.getNum_nulls() == 0) {
      require(isAllPresent(bytes, levels, header.getNum_values()));
    }
    if (header.getNum_values() > 0) {
      pages.add(
          page(
              Page.Kind.VERSION_2,
              page,
              header.getEncoding(),
              header.getNum_values(),
              levels,
              packed));
    }
  }

  /** Whether other readers begin to read the values as ours does. */
  private static boolean isForAll(Encoding encoding, PageBytes values) throws IOException {
    return switch (encoding) {
      // The width of numbers is looked at though no value may need one.
      case PLAIN_DICTIONARY, RLE_DICTIONARY -> values.length() > 0;
      case DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY -> DeltaHeader.of(values).isRegular();
      default -> true;
    };
  }

  /** The header says that there are no NULLs; other readers look at the levels all the same. */
  private static boolean isAllPresent(byte[] bytes, int length, int values) {
    RunLengthBitPackingHybridDecoder levels =
        new RunLengthBitPackingHybridDecoder(1, new PageBytes(bytes, 0, length).stream());
    try {
      int present = 0;
      while (present < values && levels.readInt() == 1) {
        present++;
      }
      return present == values;
    } catch (IOException | RuntimeException e) {
      return false; // rows are read without them
    }
  }

  private void require(boolean condition) {
    copyable &= condition;
  }

  private Page page(
      Page.Kind kind, PageHeader page, Encoding encoding, int values, int levels, boolean packed) {
    String name = encoding == Encoding.PLAIN_DICTIONARY ? "RLE_DICTIONARY" : encoding.name();
    return new Page(
        kind,
        name,
        values,
        levels,
        packed,
        page.getCompressed_page_size(),
        page.getUncompressed_page_size(),
        position,
        checksum);
  }

  long footprint() {
    return PAGE_BYTES * pages.size();
  }
}
