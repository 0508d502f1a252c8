package plimsoll.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What parquet-java writes: which pages of it a table takes, and that it reads the same. */
class CopiedEncodingsTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message m { required int64 k; optional boolean bo; optional int32 n;"
              + " optional int64 bi; optional float fl; optional double db;"
              + " optional int32 d9 (DECIMAL(9, 2)); optional binary few (STRING);"
              + " optional binary many (STRING); }");
  private static final String COLUMNS =
      "(k BIGINT, bo BOOLEAN, n INT, bi BIGINT, fl FLOAT, db DOUBLE, d9 DECIMAL(9, 2),"
          + " few VARCHAR(20), many STRING)";

  @TempDir private Path directory;
  private LoadedTables tables;

  @BeforeEach
  void open() {
    tables = new LoadedTables(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    tables.close();
  }

  private static List<Group> rows() {
    Random random = new Random(11);
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      SimpleGroup row = new SimpleGroup(SCHEMA);
      row.add("k", (long) i);
      if (random.nextInt(5) > 0) {
        row.add("bo", random.nextBoolean());
        row.add("n", random.nextInt(3000));
        row.add("bi", random.nextLong());
        row.add("fl", random.nextInt(60) == 0 ? Float.NaN : random.nextFloat());
        row.add("db", random.nextDouble());
        row.add("d9", random.nextInt(999_999_999));
        row.add("few", "täxt " + random.nextInt(20));
        row.add("many", "text " + random.nextLong());
      }
      rows.add(row);
    }
    return rows;
  }

  /** Booleans of version 2 are runs, and its texts share their beginnings: no table has those. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PARQUET_1_0 | true  | false | SNAPPY | bi bo d9 db few fl k many n",
        "PARQUET_1_0 | false | false | SNAPPY | bi bo d9 db few fl k many n",
        "PARQUET_1_0 | false | true  | ZSTD   | bi bo d9 db few fl k many n",
        "PARQUET_2_0 | true  | false | ZSTD   | bi d9 db few fl k n",
        "PARQUET_2_0 | false | false | SNAPPY | bi d9 db fl k n",
        "PARQUET_2_0 | false | true  | SNAPPY | bi d9 db fl k n",
      })
  void pagesThatATableMayHaveAreCopied(
      WriterVersion version,
      boolean dictionary,
      boolean split,
      CompressionCodecName codec,
      String copied) {
    Path file = write(version, dictionary, split, codec);
    load(file, codec);
    assertThat(PageBodies.copied(file, tables.paths("copied"))).containsExactly(copied.split(" "));
    assertSame();
  }

  @ParameterizedTest
  @CsvSource({"UNCOMPRESSED", "LZ4_RAW", "GZIP"})
  void pagesThatNotEachReaderUnpacksOrThatAreNotPackedAreWrittenAnew(CompressionCodecName codec) {
    Path file = write(WriterVersion.PARQUET_1_0, true, false, codec);
    load(file, codec);
    assertThat(PageBodies.copied(file, tables.paths("copied"))).isEmpty();
    assertSame();
  }

  private Path write(
      WriterVersion version, boolean dictionary, boolean split, CompressionCodecName codec) {
    return WrittenParquet.write(
        directory.resolve("in.parquet"),
        SCHEMA,
        rows(),
        how ->
            how.withWriterVersion(version)
                .withDictionaryEncoding(dictionary)
                .withByteStreamSplitEncoding(split)
                .withCompressionCodec(codec)
                .withPageSize(20_000)
                .withRowGroupSize(300_000L));
  }

  /** The second table says a compression that the file has not. */
  private void load(Path file, CompressionCodecName codec) {
    String other = codec == CompressionCodecName.UNCOMPRESSED ? "snappy" : "none";
    tables.run(
        "CREATE TABLE copied " + COLUMNS,
        "CREATE TABLE written " + COLUMNS + " PROPERTIES ('compression' = '" + other + "')");
    tables.load(file, "copied", "");
    tables.load(file, "written", "");
  }

  private void assertSame() {
    assertThat(tables.rows("SELECT * FROM copied ORDER BY k"))
        .hasSize(20_000)
        .isEqualTo(tables.rows("SELECT * FROM written ORDER BY k"));
    assertThat(tables.stockRows("copied")).hasSize(20_000).isEqualTo(tables.stockRows("written"));
    assertThat(tables.metrics("copied")).isEqualTo(tables.metrics("written"));
  }
}
