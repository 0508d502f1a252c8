package plimsoll.formats.parquet;

import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.jspecify.annotations.Nullable;
import plimsoll.formats.compression.Blocks;
import plimsoll.formats.parquet.PageValues.PageBytes;

/**
 * One column of a row group, page by page.
 *
 * <p>Source: the Parquet format, "Data pages". A page of version 1 is packed whole, levels and
 * values; of version 2 only its values are.
 */
final class ColumnPages {
  /** No writer makes such pages; a damaged header easily says so. */
  private static final int MOST_PAGE_BYTES = 1 << 30;

  private final ColumnChunkMetaData chunk;
  private final ColumnDescriptor column;
  private final SourceType type;
  private final FileCursor in;
  private final PageUnpacker unpacker;
  private final boolean nullable;
  private final @Nullable PageLog log;
  private long left;
  private int inPage;
  private byte[] page = {};
  private @Nullable Dictionary dictionary;
  private @Nullable PageValues values;
  private @Nullable Levels levels;

  /** Whether each value is there. */
  private interface Levels {
    int next() throws IOException;
  }

  /**
   * At the first page.
   *
   * @param log gets all pages; null if nobody copies them
   */
  ColumnPages(
      ParquetFile file,
      ColumnChunkMetaData chunk,
      ColumnDescriptor column,
      SourceType type,
      PageUnpacker unpacker,
      @Nullable PageLog log) {
    this.chunk = chunk;
    this.column = column;
    this.type = type;
    this.unpacker = unpacker;
    this.log = log;
    nullable = column.getMaxDefinitionLevel() > 0;
    left = chunk.getValueCount();
    in = new FileCursor(file.file(), chunk.getStartingPos(), file.length());
  }

  /** How many rows can be read at once; opens a page if none is open. 0 at the end. */
  int available() throws IOException {
    while (inPage == 0 && left > 0) {
      openPage();
    }
    PageValues open = values;
    return open == null ? inPage : Math.min(inPage, open.rowsAtOnce());
  }

  /** Reads that many rows, no more than {@link #available}. */
  void read(int rows, RawColumn to) throws IOException {
    PageValues open = values;
    if (open == null) {
      throw new IllegalStateException("no page is open");
    }
    open.read(rows - nulls(rows, to), to);
    to.entries = open.dictionary();
    to.spread(rows);
    inPage -= rows;
    left -= rows;
  }

  private int nulls(int rows, RawColumn to) throws IOException {
    to.begin();
    Levels defined = levels;
    if (defined == null) {
      return 0;
    }
    int present = 0;
    for (int row = 0; row < rows; row++) {
      int level = defined.next();
      if (level == 1) {
        to.present(row, present++);
      } else if (level == 0) {
        to.absent(row);
      } else {
        throw new IOException("it has a definition level of " + level + ", the most is 1");
      }
    }
    return rows - present;
  }

  private void openPage() throws IOException {
    PageHeader header = header();
    int packed = header.getCompressed_page_size();
    int unpacked = header.getUncompressed_page_size();
    if (packed < 0 || packed > in.remaining()) {
      throw new IOException("a page of " + packed + " bytes does not fit into the file");
    }
    if (unpacked < 0 || unpacked > MOST_PAGE_BYTES) {
      throw new IOException("a page says it unpacks to " + unpacked + " bytes");
    }
    byte[] bytes = unpacker.packed(packed, unpacked);
    long start = in.position();
    in.readFully(bytes, packed);
    checkSum(header, bytes, packed);
    if (log != null) {
      log.read(start, bytes, packed);
    }
    switch (header.getType()) {
      case DATA_PAGE -> open(header, header.getData_page_header(), bytes);
      case DATA_PAGE_V2 -> open(header, header.getData_page_header_v2(), bytes);
      case DICTIONARY_PAGE -> open(header, header.getDictionary_page_header(), bytes);
      case INDEX_PAGE -> {
        // nothing of it is needed
      }
    }
  }

  private PageHeader header() throws IOException {
    try {
      return Util.readPageHeader(in);
    } catch (RuntimeException e) {
      throw new IOException("a page's header is damaged (" + e.getMessage() + ")", e);
    }
  }

  private static void checkSum(PageHeader header, byte[] bytes, int length) throws IOException {
    if (header.isSetCrc()) {
      CRC32 sum = new CRC32();
      sum.update(bytes, 0, length);
      if ((int) sum.getValue() != header.getCrc()) {
        throw new IOException("the checksum of a page is wrong");
      }
    }
  }

  private void open(PageHeader all, @Nullable DictionaryPageHeader header, byte[] bytes)
      throws IOException {
    int packed = all.getCompressed_page_size();
    int unpacked = all.getUncompressed_page_size();
    if (header == null || dictionary != null) {
      throw new IOException("a dictionary is not where it should be");
    }
    byte[] own = new byte[unpacked]; // it stays while pages come and go
    unpacker.unpack(chunk.getCodec(), bytes, 0, packed, own, unpacked);
    Dictionary read = new Dictionary(type, new PageBytes(own, 0, unpacked), header.getNum_values());
    dictionary = read;
    if (log != null) {
      log.add(all, header, read);
    }
  }

  private void open(PageHeader all, @Nullable DataPageHeader header, byte[] bytes)
      throws IOException {
    int packed = all.getCompressed_page_size();
    int unpacked = all.getUncompressed_page_size();
    if (header == null) {
      throw new IOException("a page has no header of its kind");
    }
    int count = count(header.getNum_values());
    unpacker.unpack(chunk.getCodec(), bytes, 0, packed, room(unpacked), unpacked);
    PageBytes body = new PageBytes(page, 0, unpacked);
    PageBytes rest = body;
    levels = null;
    int allPresent = nullable ? pastLevels(header, body, count) : -1;
    if (allPresent >= 0) {
      rest = body.from(allPresent);
    } else if (nullable) {
      ByteBufferInputStream stream = body.stream();
      ValuesReader reader =
          encoding(header.getDefinition_level_encoding())
              .getValuesReader(column, ValuesType.DEFINITION_LEVEL);
      reader.initFromPage(count, stream);
      levels = reader::readInteger;
      rest = body.from((int) stream.position());
    }
    begin(header.getEncoding(), rest, count);
    if (log != null) {
      log.add(all, header, rest);
    }
  }

  private void open(PageHeader all, @Nullable DataPageHeaderV2 header, byte[] bytes)
      throws IOException {
    int packed = all.getCompressed_page_size();
    int unpacked = all.getUncompressed_page_size();
    if (header == null) {
      throw new IOException("a page has no header of its kind");
    }
    int count = count(header.getNum_values());
    int repetition = header.getRepetition_levels_byte_length();
    int definition = header.getDefinition_levels_byte_length();
    int before = repetition + definition;
    if (repetition < 0 || definition < 0 || before < 0 || before > Math.min(packed, unpacked)) {
      throw new IOException("the levels of a page are longer than it");
    }
    levels = null;
    if (nullable
        && header.getNum_nulls() != 0
        && !PageValues.isRunOfOnes(bytes, repetition, before, count)) {
      byte[] own = java.util.Arrays.copyOfRange(bytes, repetition, before);
      levels =
          new RunLengthBitPackingHybridDecoder(
                  BytesUtils.getWidthFromMaxInt(column.getMaxDefinitionLevel()),
                  new PageBytes(own, 0, own.length).stream())
              ::readInt;
    }
    boolean isPacked = !header.isSetIs_compressed() || header.isIs_compressed();
    int rest = unpacked - before;
    if (isPacked) {
      unpacker.unpack(chunk.getCodec(), bytes, before, packed - before, room(rest), rest);
    } else {
      unpacker.unpack(Blocks.Kind.NONE, bytes, before, packed - before, room(rest), rest);
    }
    PageBytes body = new PageBytes(page, 0, rest);
    begin(header.getEncoding(), body, count);
    if (log != null) {
      log.add(all, header, bytes, body);
    }
  }

  /** Where values begin, if all are there; negative if levels have to be looked at one by one. */
  private static int pastLevels(DataPageHeader header, PageBytes body, int count) {
    if (header.getDefinition_level_encoding() != org.apache.parquet.format.Encoding.RLE
        || body.length() < Integer.BYTES) {
      return -1;
    }
    int length = (int) PlainValues.INT.get(body.data(), body.start());
    int start = body.start() + Integer.BYTES;
    boolean fits = length >= 0 && length <= body.end() - start;
    return fits && PageValues.isRunOfOnes(body.data(), start, start + length, count)
        ? start + length
        : -1;
  }

  private int count(int values) throws IOException {
    if (values < 0 || values > left) {
      throw new IOException("a page of " + values + " values where " + left + " are left");
    }
    return values;
  }

  private byte[] room(int bytes) {
    if (page.length < bytes) {
      page = new byte[bytes];
    }
    return page;
  }

  private void begin(
      org.apache.parquet.format.@Nullable Encoding encoding, PageBytes bytes, int count)
      throws IOException {
    values = PageValues.of(encoding(encoding), type, column, dictionary, bytes, count);
    inPage = count;
  }

  private static Encoding encoding(org.apache.parquet.format.@Nullable Encoding encoding)
      throws IOException {
    if (encoding == null) {
      throw new IOException("a page's encoding is none that is known");
    }
    return Encoding.valueOf(encoding.name());
  }

  long takeBytesRead() {
    return in.takeBytesRead();
  }

  long footprint() {
    Dictionary known = dictionary;
    PageValues open = values;
    return page.length
        + in.footprint()
        + (known == null ? 0 : known.footprint())
        + (open == null ? 0 : open.footprint());
  }
}
