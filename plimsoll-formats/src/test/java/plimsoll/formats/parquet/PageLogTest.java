package plimsoll.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.formats.parquet.PageValues.PageBytes;

/** Pages that our reader bears and others refuse. */
class PageLogTest {
  @ParameterizedTest
  @CsvSource({
    "PLAIN, '', true",
    "RLE_DICTIONARY, 00, true",
    "RLE_DICTIONARY, '', false", // all are NULL, and the width of no number was left out
    "PLAIN_DICTIONARY, '', false",
    "DELTA_BINARY_PACKED, 8001040000, true",
    "DELTA_BINARY_PACKED, 8001080000, false", // parts of 16
    "DELTA_BINARY_PACKED, 4002000000, false", // a block of 64
    "DELTA_BINARY_PACKED, 8001000000, false",
    "DELTA_BINARY_PACKED, 8001030000, false",
    "DELTA_LENGTH_BYTE_ARRAY, 80020400, true",
    "DELTA_LENGTH_BYTE_ARRAY, 80021000, false",
    "DELTA_LENGTH_BYTE_ARRAY, '', false",
  })
  void valuesThatOthersRefuseAreNotCopied(Encoding encoding, String values, boolean copied)
      throws IOException {
    byte[] bytes = HexFormat.of().parseHex(values);
    PageHeader page = new PageHeader(PageType.DATA_PAGE, 100, 100);
    DataPageHeader header = new DataPageHeader(10, encoding, Encoding.RLE, Encoding.RLE);
    PageLog log = new PageLog(true, any -> true);
    log.add(page, header, new PageBytes(bytes, 0, bytes.length));
    assertThat(log.isCopyable()).isEqualTo(copied);
  }
}
