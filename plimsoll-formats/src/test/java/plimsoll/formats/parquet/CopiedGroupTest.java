package plimsoll.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Page;
import plimsoll.flow.PageGroup;
import plimsoll.flow.Progress;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataTypes;
import plimsoll.model.Schema;
import plimsoll.model.Table;

/** Row groups as they are offered to whoever copies their pages. */
class CopiedGroupTest {
  private static final int ROWS = 3_000;

  private static Table table(String... types) {
    List<Column> columns = new ArrayList<>();
    for (String type : types) {
      columns.add(Column.of(columns.size() + 1, "c" + columns.size(), DataTypes.parse(type)));
    }
    return Loaded.table(new Schema(columns));
  }

  private static MessageType schema(String type) {
    return MessageTypeParser.parseMessageType("message m { " + type + "; }");
  }

  private static byte[] numbers(WriterVersion version) {
    MessageType schema = schema("optional int64 c0");
    List<Group> rows = new ArrayList<>();
    Random random = new Random(5);
    for (int i = 0; i < ROWS; i++) {
      rows.add(new SimpleGroup(schema).append("c0", random.nextLong()));
    }
    return Files.write(
        schema,
        rows,
        how ->
            how.withWriterVersion(version)
                .withDictionaryEncoding(false)
                .withPageRowCountLimit(500)
                .withCompressionCodec(CompressionCodecName.SNAPPY));
  }

  private interface Use {
    void of(BatchSource.Reader reader, Progress progress) throws IOException;
  }

  private static void reading(byte[] file, Table table, ZoneId zone, Use use) {
    Progress progress = new Progress();
    try (ParquetRows rows =
            Loaded.plan(Files.of(file), table, Loaded.options(), BadValuePolicy.REJECT, zone);
        BatchSource.Reader reader = rows.newReader(new Loaded(), progress)) {
      use.of(reader, progress);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static PageGroup offered(BatchSource.Reader reader) throws IOException {
    PageGroup group = reader.nextPages();
    if (group == null) {
      throw new IllegalStateException("nothing is offered");
    }
    return group;
  }

  /** How many rows there were before the group was refused, or all. */
  private static int rows(PageGroup group) throws IOException {
    int rows = 0;
    for (Batch batch = group.next(); batch != null; batch = group.next()) {
      if (batch.rows() == 0) {
        return rows;
      }
      rows += batch.rows();
    }
    return -1;
  }

  @ParameterizedTest
  @EnumSource(WriterVersion.class)
  void pagesHoldAllRowsAndAreReadAgain(WriterVersion version) {
    reading(
        numbers(version),
        table("BIGINT"),
        ZoneOffset.UTC,
        (reader, progress) -> {
          PageGroup group = offered(reader);
          assertThat(group.rows()).isEqualTo(ROWS);
          assertThat(rows(group)).isEqualTo(ROWS);
          List<Page> pages = group.pages(0);
          assertThat(pages).hasSizeGreaterThan(3);
          assertThat(pages.stream().mapToInt(Page::values).sum()).isEqualTo(ROWS);
          for (Page page : pages) {
            byte[] bytes = Arrays.copyOf(group.bytes(0, page), page.length());
            assertThat(PageLog.checksum(bytes, bytes.length)).isEqualTo(page.checksum());
          }
          group.taken();
          assertThat(reader.nextPages()).isNull();
          assertThat(reader.next().rows()).isZero();
        });
  }

  /** Its bytes count once, and the rows are all there. */
  @Test
  void groupThatIsRefusedComesAsBatches() {
    reading(
        numbers(WriterVersion.PARQUET_1_0),
        table("BIGINT"),
        ZoneOffset.UTC,
        (reader, progress) -> {
          PageGroup group = offered(reader);
          assertThat(rows(group)).isEqualTo(ROWS);
          long bytes = progress.sourceBytes();
          assertThat(bytes).isPositive();
          group.refused();
          assertThat(progress.sourceBytes()).isZero();
          int rows = 0;
          for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
            rows += batch.rows();
            assertThat(reader.nextPages()).isNull();
            if (rows == ROWS) {
              break;
            }
          }
          assertThat(rows).isEqualTo(ROWS);
          assertThat(progress.sourceBytes()).isEqualTo(bytes);
        });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "optional int64 c0                              | BIGINT          | Z      | true",
        "optional int64 c0 (INTEGER(64, false))         | BIGINT          | Z      | false",
        "optional int32 c0 (INTEGER(8, true))           | TINYINT         | Z      | true",
        "optional int32 c0                              | FLOAT           | Z      | false",
        "optional int64 c0 (TIMESTAMP(MICROS, true))    | DATETIME        | Z      | true",
        "optional int64 c0 (TIMESTAMP(MICROS, true))    | DATETIME        | +02:00 | false",
        "optional int64 c0 (TIMESTAMP(MICROS, false))   | DATETIME        | +02:00 | true",
        "optional int64 c0 (TIMESTAMP(MILLIS, true))    | DATETIME        | Z      | false",
        "optional int64 c0 (TIMESTAMP(NANOS, false))    | DATETIME        | Z      | false",
        "optional int32 c0 (DATE)                       | DATE            | Z      | true",
        "optional int32 c0 (DATE)                       | DATETIME        | Z      | false",
        "optional int64 c0 (DECIMAL(18, 2))             | DECIMAL(18, 2)  | Z      | true",
        "optional int64 c0 (DECIMAL(18, 2))             | DECIMAL(18, 3)  | Z      | false",
        "optional binary c0 (STRING)                    | VARCHAR(3)      | Z      | true",
        "optional binary c0 (STRING)                    | JSON            | Z      | false",
        "optional binary c0                             | VARBINARY       | Z      | true",
        "optional boolean c0                            | BOOLEAN         | Z      | true",
        "optional float c0                              | FLOAT           | Z      | true",
      })
  void columnsWhoseValuesStayAreOffered(String type, String to, String zone, boolean offered) {
    MessageType schema = schema(type);
    byte[] file = Files.write(schema, List.of(new SimpleGroup(schema)));
    reading(
        file,
        table(to),
        ZoneId.of(zone),
        (reader, progress) -> assertThat(reader.nextPages() != null).isEqualTo(offered));
  }

  /** Readers of the table would decode the whole dictionary, and some refuse such a one. */
  @Test
  void dictionaryWithABadEntryThatNoRowNamesIsNotCopied() {
    MessageType schema = schema("required binary c0 (STRING)");
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(new SimpleGroup(schema).append("c0", i == 1 ? "bad" : "good"));
    }
    byte[] file =
        Files.write(
            schema,
            rows,
            how -> how.withDictionaryEncoding(true).withPageWriteChecksumEnabled(false));
    byte[] entry = "bad".getBytes(StandardCharsets.UTF_8);
    int at = indexOf(file, entry);
    file[at] = (byte) 0xff;
    reading(
        file,
        table("STRING"),
        ZoneOffset.UTC,
        (reader, progress) -> assertThat(rows(offered(reader))).isEqualTo(-1));
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int at = 0; at < in.length - what.length; at++) {
      if (Arrays.equals(in, at, at + what.length, what, 0, what.length)) {
        return at;
      }
    }
    throw new IllegalStateException("not there");
  }

  /** What our reader does not look at, and other readers may. */
  @Test
  void pageWhoseHeaderDeniesItsNullsIsNotCopied() throws IOException {
    byte[] file = withNulls(header -> header.getData_page_header_v2().setNum_nulls(0));
    assertDamaged(file, "is damaged"); // fewer values than rows, as ever
    byte[] rows = withNulls(header -> header.getData_page_header_v2().setNum_rows(7));
    reading(
        rows,
        table("BIGINT"),
        ZoneOffset.UTC,
        (reader, progress) -> assertThat(rows(offered(reader))).isEqualTo(-1));
  }

  private static byte[] onlyNulls() {
    MessageType schema = schema("optional int64 c0");
    return Files.write(
        schema,
        Collections.nCopies(100, new SimpleGroup(schema)),
        how -> how.withWriterVersion(WriterVersion.PARQUET_2_0).withDictionaryEncoding(false));
  }

  /** Some readers take it for NULL, some for a value, some refuse it. */
  @Test
  void levelAboveTheMostIsDamage() throws IOException {
    byte[] file =
        edited(
            onlyNulls(),
            header -> {},
            body -> {
              byte[] levels = {(byte) 0xC8, 1, 2}; // a run of a hundred
              System.arraycopy(levels, 0, body, 0, levels.length);
              return body;
            });
    assertDamaged(file, "definition level of 2");
  }

  /** Nobody makes room for what a page says, but for what it can have. */
  @Test
  void fewBytesThatSayTheyAreBillionsOfValuesAreDamage() throws IOException {
    byte[] differences = {(byte) 0x80, 1, 4, -1, -1, -1, -1, 7, 0};
    byte[] file =
        edited(
            onlyNulls(),
            header -> {
              header.getData_page_header_v2().setEncoding(Encoding.DELTA_BINARY_PACKED);
              header.getData_page_header_v2().setIs_compressed(false);
              header.setUncompressed_page_size(header.getCompressed_page_size());
            },
            body -> {
              byte[] longer = Arrays.copyOf(body, 3 + differences.length);
              System.arraycopy(differences, 0, longer, 3, differences.length);
              return longer;
            });
    assertDamaged(file, "it says it has 2147483647 values where 100 fit");
  }

  private static void assertDamaged(byte[] file, String message) {
    assertThatThrownBy(
            () ->
                reading(
                    file,
                    table("BIGINT"),
                    ZoneOffset.UTC,
                    (reader, progress) -> rows(offered(reader))))
        .hasMessageContaining(message);
  }

  /** One page of version 2 whose header says something else; nothing but the header moves. */
  private static byte[] withNulls(Consumer<PageHeader> edit) throws IOException {
    MessageType schema = schema("optional int64 c0");
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Group row = new SimpleGroup(schema);
      if (i % 2 == 0) {
        row.append("c0", (long) i);
      }
      rows.add(row);
    }
    byte[] file =
        Files.write(
            schema,
            rows,
            how -> how.withWriterVersion(WriterVersion.PARQUET_2_0).withDictionaryEncoding(false));
    return edited(file, edit, UnaryOperator.identity());
  }

  /** A file of one page with another header and another body. */
  private static byte[] edited(
      byte[] file, Consumer<PageHeader> edit, UnaryOperator<byte[]> editBody) throws IOException {
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 8);
    int footerStart = file.length - 8 - length;
    ByteArrayInputStream in = new ByteArrayInputStream(file, 4, footerStart - 4);
    PageHeader header = Util.readPageHeader(in);
    byte[] body = editBody.apply(in.readNBytes(header.getCompressed_page_size()));
    header.unsetCrc();
    header.setUncompressed_page_size(
        header.getUncompressed_page_size() + body.length - header.getCompressed_page_size());
    header.setCompressed_page_size(body.length);
    edit.accept(header);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, 4);
    Util.writePageHeader(header, out);
    out.writeBytes(body);
    FileMetaData footer =
        Util.readFileMetaData(new ByteArrayInputStream(file, footerStart, length));
    ColumnMetaData chunk = footer.getRow_groups().get(0).getColumns().get(0).getMeta_data();
    chunk.setTotal_compressed_size(out.size() - 4L);
    int start = out.size();
    Util.writeFileMetaData(footer, out);
    out.writeBytes(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(out.size() - start).array());
    out.write(file, file.length - 4, 4);
    return out.toByteArray();
  }
}
