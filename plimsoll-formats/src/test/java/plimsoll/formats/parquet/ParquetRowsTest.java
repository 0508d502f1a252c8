package plimsoll.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataTypes;
import plimsoll.model.DefaultValue;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.UnknownColumns;

class ParquetRowsTest {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message m { optional int64 id; optional binary name (STRING); optional double score; }");

  private static Table table(String... columns) {
    List<Column> list = new ArrayList<>();
    for (String column : columns) {
      String[] words = column.split(" ", 2);
      boolean required = words[1].endsWith(" NOT NULL");
      Column made =
          Column.of(list.size() + 1, words[0], DataTypes.parse(words[1].replace(" NOT NULL", "")));
      list.add(required ? made.required() : made);
    }
    return Loaded.table(new Schema(list));
  }

  private static Group row(Object id, Object name, Object score) {
    SimpleGroup row = new SimpleGroup(SCHEMA);
    if (id != null) {
      row.add("id", (long) (int) id);
    }
    if (name != null) {
      row.add("name", (String) name);
    }
    if (score != null) {
      row.add("score", (double) score);
    }
    return row;
  }

  private static List<Group> numbered(int rows) {
    Random random = new Random(7);
    List<Group> list = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      boolean isNull = random.nextInt(10) == 0;
      list.add(row(i, isNull ? null : "name " + random.nextInt(500), isNull ? null : i / 4.0));
    }
    return list;
  }

  private static List<List<String>> expected(List<Group> rows) {
    return rows.stream()
        .map(row -> List.of(value(row, "id"), value(row, "name"), value(row, "score")))
        .toList();
  }

  private static String value(Group row, String name) {
    return row.getFieldRepetitionCount(name) == 0
        ? "null"
        : row.getValueToString(row.getType().getFieldIndex(name), 0);
  }

  @ParameterizedTest
  @CsvSource({
    "PARQUET_1_0, true, UNCOMPRESSED",
    "PARQUET_1_0, false, SNAPPY",
    "PARQUET_2_0, true, GZIP",
    "PARQUET_2_0, false, ZSTD",
    "PARQUET_2_0, false, UNCOMPRESSED",
    "PARQUET_1_0, true, ZSTD",
  })
  void everyPageVersionEncodingAndCodecIsRead(
      WriterVersion version, boolean dictionary, CompressionCodecName codec) {
    List<Group> rows = numbered(30_000);
    byte[] file =
        Files.write(
            SCHEMA,
            rows,
            how ->
                how.withWriterVersion(version)
                    .withDictionaryEncoding(dictionary)
                    .withCompressionCodec(codec)
                    .withPageSize(20_000)
                    .withRowGroupSize(200_000L));
    Loaded loaded = Loaded.of(Files.of(file), table("id INT", "name STRING", "score DOUBLE"));
    assertThat(loaded.rejects).isEmpty();
    assertThat(loaded.rows).isEqualTo(expected(rows));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void splitByteStreamsAreRead(boolean v2) {
    List<Group> rows = numbered(5_000);
    byte[] file =
        Files.write(
            SCHEMA,
            rows,
            how ->
                how.withByteStreamSplitEncoding(true)
                    .withDictionaryEncoding(false)
                    .withWriterVersion(v2 ? WriterVersion.PARQUET_2_0 : WriterVersion.PARQUET_1_0));
    Loaded loaded = Loaded.of(Files.of(file), table("id BIGINT", "name STRING", "score DOUBLE"));
    assertThat(loaded.rows).isEqualTo(expected(rows));
  }

  @Test
  void columnsAreFoundByNameWhereverTheyStand() {
    byte[] file = Files.write(SCHEMA, List.of(row(1, "x", 0.5)));
    Loaded loaded = Loaded.of(Files.of(file), table("SCORE DOUBLE", "Name STRING", "ID INT"));
    assertThat(loaded.rows).containsExactly(List.of("0.5", "x", "1"));
  }

  @Test
  void filesOfOneLoadMayHaveTheirColumnsInAnyOrder() {
    MessageType turned =
        MessageTypeParser.parseMessageType(
            "message m { required binary name (STRING); required int32 id; }");
    Group second = new SimpleGroup(turned).append("name", "y").append("id", 2);
    Files files =
        new Files()
            .with("/a.parquet", Files.write(SCHEMA, List.of(row(1, "x", 0.5))))
            .with("/b.parquet", Files.write(turned, List.of(second)));
    Loaded loaded = Loaded.of(files, table("id INT", "name STRING", "score DOUBLE"));
    assertThat(loaded.rows).containsExactly(List.of("1", "x", "0.5"), List.of("2", "y", "null"));
  }

  @Test
  void columnThatNoFileHasIsLeftToItsDefault() {
    byte[] file = Files.write(SCHEMA, List.of(row(1, "x", 0.5)));
    ParquetRows rows =
        Loaded.plan(Files.of(file), table("id INT", "name STRING", "score DOUBLE", "more INT"));
    assertThat(rows.columnsPresent()).containsExactly(true, true, true, false);
  }

  @Test
  void missingColumnThatTakesNoNullIsToldBeforeReading() {
    Files files = Files.of(Files.write(SCHEMA, List.of(row(1, "x", 0.5))));
    assertThatThrownBy(
            () ->
                Loaded.of(
                    files, table("id INT", "name STRING", "score DOUBLE", "more INT NOT NULL")))
        .hasMessage(
            "'/in.parquet' has no column 'more', which in table db.t is NOT NULL and has no"
                + " default.");
  }

  @Test
  void missingColumnWithADefaultIsFine() {
    Column more =
        new Column(4, "more", DataTypes.parse("INT"), false, new DefaultValue.Constant("5"), "");
    List<Column> columns =
        new ArrayList<>(table("id INT", "name STRING", "score DOUBLE").schema().columns());
    columns.add(more);
    byte[] file = Files.write(SCHEMA, List.of(row(1, "x", 0.5)));
    ParquetRows rows = Loaded.plan(Files.of(file), Loaded.table(new Schema(columns)));
    assertThat(rows.columnsPresent()[3]).isFalse();
  }

  @Test
  void columnThatIsNoneOfTheTableIsRefusedOrReadOver() {
    Files files = Files.of(Files.write(SCHEMA, List.of(row(1, "x", 0.5))));
    Table narrow = table("id INT", "nam STRING");
    assertThatThrownBy(() -> Loaded.of(files, narrow))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.HEADER_MISMATCH))
        .hasMessage(
            "'/in.parquet' has a column 'name' that is none of table db.t. Did you mean 'nam'?"
                + " Columns: id, nam. unknown_columns=ignore reads over it.");
    CsvOptions ignoring =
        Loaded.options().toBuilder().unknownColumns(UnknownColumns.IGNORE).build();
    assertThat(Loaded.of(files, narrow, ignoring, BadValuePolicy.REJECT, ZoneOffset.UTC).rows)
        .containsExactly(List.of("1", "null"));
  }

  @Test
  void typeThatDoesNotFitIsToldBeforeReading() {
    Files files = Files.of(Files.write(SCHEMA, List.of(row(1, "x", 0.5))));
    assertThatThrownBy(() -> Loaded.of(files, table("id DATE", "name STRING", "score DOUBLE")))
        .hasMessageStartingWith(
            "Column 'id' of '/in.parquet' is INT64, which does not go into DATE column 'id' of"
                + " db.t.");
  }

  @Test
  void nestedColumnIsRefusedByName() {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            "message m { required int32 id; optional group tags (LIST) { repeated group list {"
                + " optional binary element (STRING); } } }");
    Files files = Files.of(Files.write(schema, List.of(new SimpleGroup(schema).append("id", 1))));
    assertThatThrownBy(() -> Loaded.of(files, table("id INT", "tags ARRAY<STRING>")))
        .hasMessage(
            "Column 'tags' of '/in.parquet' is nested, and loading LIST from Parquet is not"
                + " supported yet. Leave the column out of the table, or write it as JSON text.");
    CsvOptions ignoring =
        Loaded.options().toBuilder().unknownColumns(UnknownColumns.IGNORE).build();
    assertThat(
            Loaded.of(files, table("id INT"), ignoring, BadValuePolicy.REJECT, ZoneOffset.UTC).rows)
        .containsExactly(List.of("1"));
  }

  @Test
  void rejectedRowSaysItsNumberInTheFileAndWhatItHeld() {
    List<Group> rows = new ArrayList<>(numbered(9_000));
    rows.set(7_000, row(70_000, "say \"hi\"", null));
    byte[] file = Files.write(SCHEMA, rows, how -> how.withPageSize(5_000));
    Loaded loaded = Loaded.of(Files.of(file), table("id SMALLINT", "name STRING", "score DOUBLE"));
    assertThat(loaded.rows).hasSize(8_999);
    assertThat(loaded.rejects).hasSize(1);
    RejectedRow reject = loaded.rejects.get(0);
    assertThat(reject.source()).isEqualTo("/in.parquet");
    assertThat(reject.column()).isEqualTo("id");
    assertThat(reject.value()).isEqualTo("70000");
    assertThat(reject.error()).isEqualTo(ErrorCode.BAD_VALUE);
    assertThat(reject.rawText())
        .isEqualTo("{\"id\": 70000, \"name\": \"say \\\"hi\\\"\", \"score\": null}");
    assertThat(
            new String(
                Arrays.copyOfRange(reject.raw(), reject.valueStart(), reject.valueEnd()),
                StandardCharsets.UTF_8))
        .isEqualTo("70000");
  }

  @Test
  void badValueBecomesNullWhereThePolicySaysSoAndIsCounted() {
    byte[] file = Files.write(SCHEMA, List.of(row(1, "x", 0.5), row(70_000, "y", 1.5)));
    Loaded loaded =
        Loaded.of(
            Files.of(file),
            table("id SMALLINT", "name STRING", "score DOUBLE"),
            Loaded.options(),
            BadValuePolicy.NULLIFY,
            ZoneOffset.UTC);
    assertThat(loaded.rows).containsExactly(List.of("1", "x", "0.5"), List.of("null", "y", "1.5"));
    assertThat(loaded.nulled).containsExactly("id");
  }

  @Test
  void badValueOfAColumnThatTakesNoNullIsRejected() {
    byte[] file = Files.write(SCHEMA, List.of(row(70_000, "y", 1.5)));
    Loaded loaded =
        Loaded.of(
            Files.of(file),
            table("id SMALLINT NOT NULL", "name STRING", "score DOUBLE"),
            Loaded.options(),
            BadValuePolicy.NULLIFY,
            ZoneOffset.UTC);
    assertThat(loaded.rows).isEmpty();
    assertThat(loaded.rejects).hasSize(1);
  }

  @Test
  void badValueEndsTheLoadWhereThePolicySaysSo() {
    Files files = Files.of(Files.write(SCHEMA, List.of(row(1, "x", 0.5), row(70_000, "y", 1.5))));
    assertThatThrownBy(
            () ->
                Loaded.of(
                    files,
                    table("id SMALLINT", "name STRING", "score DOUBLE"),
                    Loaded.options(),
                    BadValuePolicy.ABORT,
                    ZoneOffset.UTC))
        .hasMessage(
            "/in.parquet, row 2: Value '70000' is out of range. The type of 'id' is SMALLINT. The"
                + " load stops at the first bad row.");
  }

  @Test
  void rowIsNamedByItsPlaceInTheFileAndNotInItsGroup() {
    List<Group> rows = new ArrayList<>();
    for (int i = 1; i < 20_000; i++) {
      rows.add(row(i % 100, "name " + i, 0.5 * i));
    }
    rows.add(row(70_000, "y", 1.5));
    Files files = Files.of(Files.write(SCHEMA, rows, how -> how.withRowGroupSize(50_000L)));
    assertThatThrownBy(
            () ->
                Loaded.of(
                    files,
                    table("id SMALLINT", "name STRING", "score DOUBLE"),
                    Loaded.options(),
                    BadValuePolicy.ABORT,
                    ZoneOffset.UTC))
        .hasMessageStartingWith("/in.parquet, row 20000: Value '70000'");
  }

  @Test
  void longTextThatManyRowsShareMakesSmallBatches() throws IOException {
    String text = "x".repeat(500_000);
    List<Group> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row(i, text, 0.5));
    }
    byte[] file = Files.write(SCHEMA, rows);
    assertThat(file.length).isLessThan(1_000_000);
    int read = 0;
    try (ParquetRows source =
            Loaded.plan(
                Files.of(file),
                table("id INT", "name STRING", "score DOUBLE"),
                Loaded.options(),
                BadValuePolicy.REJECT,
                ZoneOffset.UTC);
        BatchSource.Reader reader = source.newReader(new Loaded(), new Progress())) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        assertThat(batch.rows()).isLessThanOrEqualTo(16);
        read += batch.rows();
      }
    }
    assertThat(read).isEqualTo(1_000);
  }

  @Test
  void rowThatALaterStageRejectsIsReportedToo() throws IOException {
    byte[] file = Files.write(SCHEMA, List.of(row(1, "x", 0.5), row(2, null, null)));
    Loaded log = new Loaded();
    try (ParquetRows source =
            Loaded.plan(
                Files.of(file),
                table("id INT", "name STRING", "score DOUBLE"),
                Loaded.options(),
                BadValuePolicy.REJECT,
                ZoneOffset.UTC);
        BatchSource.Reader reader = source.newReader(log, new Progress())) {
      Batch batch = reader.next();
      reader.reject(
          batch.origin(1), Fault.nullValue(Column.of(2, "name", DataTypes.parse("STRING"))));
    }
    assertThat(log.rejects).hasSize(1);
    assertThat(log.rejects.get(0).line()).isEqualTo(2);
    assertThat(log.rejects.get(0).rawText())
        .isEqualTo("{\"id\": 2, \"name\": null, \"score\": null}");
  }

  @Test
  void workersShareRowGroupsOfAllFiles() throws IOException {
    List<Group> rows = numbered(20_000);
    byte[] file = Files.write(SCHEMA, rows, how -> how.withRowGroupSize(50_000L));
    Files files = new Files().with("/a.parquet", file).with("/b.parquet", file);
    int seen = 0;
    try (ParquetRows source =
            Loaded.plan(
                files,
                table("id INT", "name STRING", "score DOUBLE"),
                Loaded.options(),
                BadValuePolicy.REJECT,
                ZoneOffset.UTC);
        BatchSource.Reader one = source.newReader(new Loaded(), new Progress());
        BatchSource.Reader other = source.newReader(new Loaded(), new Progress())) {
      assertThat(source.maxWorkers()).isGreaterThan(4);
      int before = -1;
      while (seen != before) {
        before = seen;
        seen += one.next().rows();
        seen += other.next().rows();
      }
    }
    assertThat(seen).isEqualTo(40_000);
  }

  @Test
  void memoryIsThatOfPagesHoweverLargeTheRowGroup() {
    List<Group> rows = new ArrayList<>();
    Random random = new Random(1);
    for (int i = 0; i < 100_000; i++) {
      byte[] noise = new byte[60];
      random.nextBytes(noise);
      rows.add(row(i, new String(noise, StandardCharsets.ISO_8859_1), 0.5));
    }
    byte[] file =
        Files.write(SCHEMA, rows, how -> how.withPageSize(64 << 10).withDictionaryEncoding(false));
    Loaded loaded = Loaded.of(Files.of(file), table("id INT", "name STRING", "score DOUBLE"));
    assertThat(loaded.rows).hasSize(100_000);
    assertThat(file.length).isGreaterThan(8 << 20);
    assertThat(loaded.mostBuffered).isLessThan(2 << 20);
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void damagedFileIsToldWithItsNameAndWhatToDo(Damage damage) {
    byte[] file =
        damage.to(
            Files.write(SCHEMA, numbered(2_000), how -> how.withPageWriteChecksumEnabled(true)));
    assertThatThrownBy(
            () -> Loaded.of(Files.of(file), table("id INT", "name STRING", "score DOUBLE")))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_PARQUET))
        .hasMessageContaining("'/in.parquet'")
        .hasMessageContaining(damage.says);
  }

  enum Damage {
    EMPTY("it has only 0 bytes") {
      @Override
      byte[] to(byte[] file) {
        return new byte[0];
      }
    },
    CUT_OFF("it is cut off, or still being written") {
      @Override
      byte[] to(byte[] file) {
        return Arrays.copyOf(file, file.length / 2);
      }
    },
    ENCRYPTED("it is encrypted. Decrypt it first") {
      @Override
      byte[] to(byte[] file) {
        file[file.length - 1] = 'E';
        return file;
      }
    },
    TEXT("If it is text, say format=csv") {
      @Override
      byte[] to(byte[] file) {
        return "id,name,score\n1,x,0.5\n".getBytes(StandardCharsets.UTF_8);
      }
    },
    LONG_FOOTER("its footer should be") {
      @Override
      byte[] to(byte[] file) {
        file[file.length - 6] = 0x7F;
        return file;
      }
    },
    BAD_FOOTER("its footer is damaged") {
      @Override
      byte[] to(byte[] file) {
        Arrays.fill(file, file.length - 300, file.length - 8, (byte) 0x5A);
        return file;
      }
    },
    FLIPPED_BIT("the checksum of a page is wrong") {
      @Override
      byte[] to(byte[] file) {
        file[200] ^= 4;
        return file;
      }
    },
    NO_PAGES("of row group 1 is damaged") {
      @Override
      byte[] to(byte[] file) {
        Arrays.fill(file, 4, 40, (byte) 0);
        return file;
      }
    };

    private final String says;

    Damage(String says) {
      this.says = says;
    }

    abstract byte[] to(byte[] file);
  }

  /** Whatever is wrong, it is told: no hang, no other exception, no row out of thin air. */
  @Test
  void anyDamageIsAnErrorOrChangesNothing() {
    byte[] whole =
        Files.write(
            SCHEMA,
            numbered(500),
            how ->
                how.withPageSize(1_000)
                    .withPageWriteChecksumEnabled(false)
                    .withCompressionCodec(CompressionCodecName.SNAPPY));
    Random random = new Random(42);
    for (int round = 0; round < 500; round++) {
      byte[] file = whole.clone();
      int times = 1 + random.nextInt(3);
      for (int i = 0; i < times; i++) {
        file[random.nextInt(file.length)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Loaded.of(Files.of(file), table("id INT", "name STRING", "score DOUBLE"));
      } catch (PlimsollException e) {
        assertThat(e.code())
            .isIn(
                ErrorCode.BAD_PARQUET,
                ErrorCode.HEADER_MISMATCH,
                ErrorCode.COLUMN_TYPE,
                ErrorCode.UNSUPPORTED);
      }
    }
  }
}
