package plimsoll.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.RowBytes;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.DataType.Varchar;
import plimsoll.model.Fault;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.CsvOptions.Trim;
import plimsoll.pipeline.parse.Format;

class CsvReaderTest {
  private static final Table TABLE =
      Table.of(
          new UUID(0, 1),
          new TableName("db", "people"),
          new Schema(
              List.of(
                  Column.of(1, "id", Scalar.INT).required(),
                  Column.of(2, "name", new Varchar(5, false)),
                  Column.of(3, "born", Scalar.DATE))));
  private static final CsvOptions PLAIN =
      CsvOptions.rfc4180().toBuilder().header(Header.NONE).build();

  private static Format format(CsvOptions options, BadValuePolicy policy) {
    return new CsvFormats().csv(options, TABLE, null, policy);
  }

  private static Format format(CsvOptions options) {
    return format(options, BadValuePolicy.REJECT);
  }

  private static Format byName(String... header) {
    return new CsvFormats()
        .csv(CsvOptions.rfc4180(), TABLE, Arrays.asList(header), BadValuePolicy.REJECT);
  }

  private static List<@Nullable String> row(@Nullable String... values) {
    return Arrays.asList(values);
  }

  @Test
  void valuesAreTyped() {
    Parsed parsed = Parsed.of(format(PLAIN), "1,ann,1970-01-02\n2,,\n");
    assertThat(parsed.rows).containsExactly(row("1", "ann", "1"), row("2", null, null));
  }

  @Test
  void badValueRejectsTheRowWithItsPlace() {
    Parsed parsed = Parsed.of(format(PLAIN), "1,ann,1970-01-02\n\"1\n\",b,\n12x,bob,\n3,cy,\n");
    assertThat(parsed.rows)
        .containsExactly(row("1", "ann", "1"), row("1", "b", null), row("3", "cy", null));
    assertThat(parsed.rejects)
        .containsExactly(
            new Parsed.Reject(
                3,
                25,
                ErrorCode.BAD_VALUE,
                "Value '12x' is out of range. The type of 'id' is INT",
                "id",
                "12x",
                "12x,bob,",
                "12x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1,abcdefg,2000-01-01     | abcdefg
          1,"abc""defg",2000-01-01 | "abc""defg"
          1,a,soon                 | soon
          1,a,"soon"               | "soon"
          x,a,                     | x
          1,a                      | ''
          1,a,,b,c                 | b,c
          1,"a"b,                  | "a"b
          1,a,"2000                | "2000
          """)
  void valueAtFaultIsMarkedAsItStands(String row, String marked) {
    for (String end : List.of("\n", "\r\n", "")) {
      if (!row.contains("\"2000") || end.isEmpty()) {
        Parsed parsed = Parsed.of(format(PLAIN), row + end);
        assertThat(parsed.rejects).extracting(Parsed.Reject::marked).containsExactly(marked);
        assertThat(parsed.rejects.get(0).raw()).isEqualTo(row);
      }
    }
  }

  @Test
  void lengthOfBinaryIsThatOfItsBytes() {
    Table table =
        Table.of(
            new UUID(0, 2),
            new TableName("db", "blobs"),
            new Schema(List.of(Column.of(1, "b", new DataType.Varbinary(3)))));
    Format format = new CsvFormats().csv(PLAIN, table, null, BadValuePolicy.NULLIFY);
    Parsed parsed = Parsed.of(format, "YWJj\nYWJjZA==\n");
    assertThat(parsed.rows).hasSize(1);
    assertThat(parsed.rejects)
        .extracting(Parsed.Reject::reason, Parsed.Reject::value)
        .containsExactly(
            tuple("String 'abcd'(length=4) is too long. The max length of 'b' is 3", "abcd"));
  }

  /** Of rows that are filtered nothing was let pass. */
  @Test
  void onlyRowsThatStayCountAsNulledPaddedOrCut() {
    CsvOptions lenient =
        PLAIN.toBuilder().shortRows(RowLength.PAD_WITH_NULL).longRows(RowLength.DROP_EXTRA).build();
    Format format = format(lenient, BadValuePolicy.NULLIFY);
    String text = "1,a,soon\nx,b,soon\n2\ny\n3,c,,d\nz,d,,e\n4,toolong,soon\n5,e,soon\n6\n7,,,\n";
    Parsed all = Parsed.of(format, text);
    assertThat(all.rejects).extracting(Parsed.Reject::line).containsExactly(1L, 3L, 5L, 6L);
    assertThat(all.nulled).containsExactly("born", "born");
    assertThat(all.padded).isEqualTo(2);
    assertThat(all.cut).isEqualTo(2);
    Parsed checked =
        Parsed.of(format, format.newReader(), text.getBytes(StandardCharsets.UTF_8), 1 << 20, 4);
    assertThat(checked.rejects).hasSize(7);
    assertThat(checked.nulled).containsExactly("born");
    assertThat(checked.padded).isEqualTo(1);
    assertThat(checked.cut).isEqualTo(1);
  }

  @Test
  void ofSeveralFaultsTheFirstColumnCounts() {
    Parsed parsed = Parsed.of(format(PLAIN), "x,toolong,y\n");
    assertThat(parsed.rejects).extracting(Parsed.Reject::column).containsExactly("id");
  }

  @Test
  void faultsAreReportedInTheOrderOfRows() {
    Parsed parsed = Parsed.of(format(PLAIN), "1,a,x\n2\ny,b,\n3,toolong,\n4,c,z\n");
    assertThat(parsed.rejects)
        .extracting(Parsed.Reject::line, Parsed.Reject::error)
        .map(Object::toString)
        .containsExactly(
            "(0L, BAD_VALUE)",
            "(1L, FIELD_COUNT)",
            "(2L, BAD_VALUE)",
            "(3L, TOO_LONG)",
            "(4L, BAD_VALUE)");
  }

  @Test
  void nullifyMakesBadValuesNullAndCountsThem() {
    Parsed parsed = Parsed.of(format(PLAIN, BadValuePolicy.NULLIFY), "1,a,soon\n2,b,1970-01-01\n");
    assertThat(parsed.rows).containsExactly(row("1", "a", null), row("2", "b", "0"));
    assertThat(parsed.nulled).containsExactly("born");
  }

  @Test
  void nullifyCannotHelpAColumnThatIsNotNull() {
    Parsed parsed = Parsed.of(format(PLAIN, BadValuePolicy.NULLIFY), "x,a,\n");
    assertThat(parsed.rejects)
        .extracting(Parsed.Reject::error)
        .containsExactly(ErrorCode.BAD_VALUE);
    assertThat(parsed.nulled).isEmpty();
  }

  @Test
  void rowMayBeAsLongAsIsAllowedAndNotAByteMore() {
    CsvOptions options = PLAIN.toBuilder().maxRowBytes(7).build();
    assertThat(Parsed.of(format(options), "1,abc,\n12,abc,\n3,x,\n").rows).hasSize(3);
    assertThatThrownBy(() -> Parsed.of(format(options), "1,abc,\n12,abcd,\n3,x,\n"))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROW_TOO_LONG));
  }

  @Test
  void bytesOfAnotherEncodingThatAreNoTextAreNoBinaryEither() {
    Table table =
        Table.of(
            new UUID(0, 2),
            new TableName("db", "blobs"),
            new Schema(List.of(Column.of(1, "b", new DataType.Varbinary(9)))));
    CsvOptions options = PLAIN.toBuilder().encoding(StandardCharsets.US_ASCII).build();
    Format format = new CsvFormats().csv(options, table, null, BadValuePolicy.REJECT);
    byte[] converted = {'a', '\n', (byte) 0xFF, '\n'}; // what did not convert is no UTF-8
    Parsed parsed = Parsed.of(format, format.newReader(), converted, 100);
    assertThat(parsed.rows).hasSize(1);
    assertThat(parsed.rejects)
        .extracting(Parsed.Reject::error)
        .containsExactly(ErrorCode.BAD_ENCODING);
  }

  @Test
  void abortStopsTheLoadAtTheFirstBadRow() {
    assertThatThrownBy(() -> Parsed.of(format(PLAIN, BadValuePolicy.ABORT), "1,a,\n2,b,soon\n"))
        .isInstanceOf(PlimsollException.class)
        .hasMessage(
            "input, line 2: Value 'soon' is out of range. The type of 'born' is DATE. The load stops"
                + " at the first bad row.");
  }

  @Test
  void tooLongTextIsRejectedInAnyModeWithItsLength() {
    Parsed parsed =
        Parsed.of(format(PLAIN, BadValuePolicy.NULLIFY), "1,\"a\"\"bcdé\",\n2,abcde,\n");
    assertThat(parsed.rows).containsExactly(row("2", "abcde", null));
    assertThat(parsed.rejects.get(0).reason())
        .isEqualTo("String 'a\"bcdé'(length=7) is too long. The max length of 'name' is 5");
  }

  @Test
  void wrongNumberOfFieldsSaysBoth() {
    Parsed parsed = Parsed.of(format(PLAIN), "1,a\n");
    assertThat(parsed.rejects.get(0).reason())
        .isEqualTo("Value count does not match column count: expected = 3, actual = 2");
  }

  @Test
  void rawRowIsReportedAsItWas() {
    Parsed parsed = Parsed.of(format(PLAIN), "x,\"a\"\"b\",\r\n");
    assertThat(parsed.rejects.get(0).raw()).isEqualTo("x,\"a\"\"b\",");
  }

  @Test
  void rowOfTheLastBatchCanBeRejectedLater() {
    Format format = format(PLAIN);
    var reader = format.newReader();
    byte[] data = "1,a,\nx,b,\n3,c,\n".getBytes(StandardCharsets.UTF_8);
    List<String> raws = new ArrayList<>();
    reader.open(
        plimsoll.flow.Chunk.of("input", data),
        new plimsoll.flow.RowRejects() {
          @Override
          public void reject(long line, long offset, Fault fault, RowBytes row) {
            raws.add(line + " " + new String(row.copy(99), StandardCharsets.UTF_8));
          }

          @Override
          public void nulled(String column, long values) {}
        });
    var batch = reader.next();
    assertThat(batch.rows()).isEqualTo(2);
    reader.reject(batch.origin(1), new Fault(ErrorCode.NULL_VALUE, "why", "name", ""));
    reader.reject(batch.origin(0), new Fault(ErrorCode.NULL_VALUE, "why", "name", ""));
    assertThat(raws).containsExactly("1 x,b,", "2 3,c,", "0 1,a,");
  }

  @Test
  void manyRowsComeInSeveralBatchesAndChunks() {
    StringBuilder text = new StringBuilder();
    List<List<@Nullable String>> expected = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      text.append(i).append(",n").append(i % 100).append(",\n");
      expected.add(row(Integer.toString(i), "n" + i % 100, null));
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    assertThat(Parsed.of(format(PLAIN), bytes, 100_000).rows).isEqualTo(expected);
    assertThat(Parsed.of(format(PLAIN), bytes, 100_000).lines).isEqualTo(50_000);
  }

  @Test
  void rowLongerThanAWindowIsRead() {
    String name = "n".repeat(300_000);
    Parsed parsed = Parsed.of(format(PLAIN), "1,a,\n2," + name + ",\n3,b,\n");
    assertThat(parsed.rows).containsExactly(row("1", "a", null), row("3", "b", null));
    assertThat(parsed.rejects.get(0).value()).hasSize(200);
  }

  @Test
  void fieldsOfOtherNamesAreReadOver() {
    Format format =
        new CsvFormats().csv(PLAIN, TABLE, List.of("name", "ignored", "ID"), BadValuePolicy.REJECT);
    Parsed parsed = Parsed.of(format, "ann,x,1\n\"bob\",\"y\"z,2\n");
    assertThat(format.columnsPresent()).containsExactly(true, true, false);
    assertThat(parsed.rows.get(0).subList(0, 2)).isEqualTo(row("1", "ann"));
    assertThat(parsed.rejects)
        .extracting(Parsed.Reject::error)
        .containsExactly(ErrorCode.TEXT_AFTER_QUOTE);
  }

  @Test
  void headerDecidesTheOrder() {
    Parsed parsed = Parsed.of(byName("Name", "id"), "\uFEFFNAME, id \r\nann,1\r\n");
    assertThat(parsed.rows.get(0).subList(0, 2)).isEqualTo(row("1", "ann"));
  }

  @Test
  void headerIsReadBeforePlanning() {
    CsvOptions options = CsvOptions.rfc4180().toBuilder().skipHeader(1).build();
    byte[] data = "# a\n\n\"i\"\"d\", name\n1,2\n".getBytes(StandardCharsets.UTF_8);
    assertThat(new CsvFormats().header(options, data, data.length, true))
        .contains(List.of("i\"d", "name"));
    assertThat(new CsvFormats().header(options, data, 9, false)).isEmpty();
    assertThat(new CsvFormats().header(options, data, data.length - 5, true))
        .contains(List.of("i\"d", "name"));
  }

  @Test
  void inputWithAnotherHeaderIsRefused() {
    assertThatThrownBy(() -> Parsed.of(byName("id", "name"), "name,id\nann,1\n"))
        .hasMessageStartingWith("The header of input is not that of the load's first input.");
  }

  @Test
  void headerWithAStrangerIsRefusedWithAHint() {
    assertThatThrownBy(() -> byName("id", "nane"))
        .hasMessageContaining("'nane' Did you mean 'name'?");
  }

  @Test
  void headerWithTheSameNameTwiceIsRefused() {
    byte[] data = "id,ID\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new CsvFormats().header(CsvOptions.rfc4180(), data, data.length, true))
        .hasMessage("The header names column 'ID' twice.");
  }

  @Test
  void headerWithoutANameIsRefused() {
    byte[] data = "id,,x\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> new CsvFormats().header(CsvOptions.rfc4180(), data, data.length, true))
        .hasMessage("Field 2 of the header has no name.");
  }

  @Test
  void inputWithoutAHeaderIsRefused() {
    assertThatThrownBy(() -> new CsvFormats().header(CsvOptions.rfc4180(), new byte[0], 0, true))
        .hasMessage("There is no header: the input ends before it.");
  }

  @Test
  void skippedRowsStayInTheFirstChunkHoweverSmallChunksAre() {
    CsvOptions options = PLAIN.toBuilder().skipHeader(3).build();
    byte[] data = "a\nb\n\"c\nc\"\n1,x,\n2,y,\n".getBytes(StandardCharsets.UTF_8);
    assertThat(Parsed.of(format(options), data, 1).rows)
        .containsExactly(row("1", "x", null), row("2", "y", null));
  }

  @Test
  void skippingMoreRowsThanThereAreLeavesNone() {
    CsvOptions options = PLAIN.toBuilder().skipHeader(9).build();
    assertThat(Parsed.of(format(options), "1,a,\n2,b,\n").rows).isEmpty();
  }

  @Test
  void binaryInputIsRefusedByItsFirstNulByte() {
    assertThatThrownBy(() -> Parsed.of(format(PLAIN), "1,a,\n2,\0,\n"))
        .isInstanceOf(PlimsollException.class)
        .hasMessage("input is not CSV text: byte 7 is NUL.");
  }

  @Test
  void utf16IsRecognised() {
    byte[] data = "1,a\n".getBytes(StandardCharsets.UTF_16);
    assertThatThrownBy(() -> Parsed.of(format(PLAIN), data, 100)).hasMessageContaining("UTF-16");
  }

  @Test
  void nullMarkerThatCouldBeAValueIsNull() {
    CsvOptions options = PLAIN.toBuilder().nullMarkers(List.of("0", "-1", "null")).build();
    Format format = new CsvFormats().csv(options, nullable(), null, BadValuePolicy.REJECT);
    assertThat(Parsed.of(format, "0,1\n-1,\"0\"\nnull,2\n7,\n").rows)
        .containsExactly(row(null, "1"), row(null, "0"), row(null, "2"), row("7", null));
  }

  @Test
  void lastColumnMayEndInCrLfHereAndLfThere() {
    Format format = new CsvFormats().csv(PLAIN, nullable(), null, BadValuePolicy.REJECT);
    assertThat(Parsed.of(format, "1,2\r\n3,4\n5,\r\n6,7").rows)
        .containsExactly(row("1", "2"), row("3", "4"), row("5", null), row("6", "7"));
  }

  private static Table nullable() {
    return Table.of(
        new UUID(0, 2),
        new TableName("db", "t"),
        new Schema(List.of(Column.of(1, "a", Scalar.INT), Column.of(2, "b", Scalar.BIGINT))));
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    refused(
        PLAIN.toBuilder().separator(new byte[0]), "column_separator has 0 bytes, must be 1 to 50.");
    refused(
        PLAIN.toBuilder().separator(new byte[51]),
        "column_separator has 51 bytes, must be 1 to 50.");
    refused(
        PLAIN.toBuilder().separator(new byte[] {'\n'}),
        "column_separator begins with row_delimiter: no row would have two fields.");
    refused(
        PLAIN.toBuilder().enclose((byte) ','),
        "enclose ',' is part of column_separator; choose another.");
    refused(
        PLAIN.toBuilder().escape((byte) ';').recordEnd(RecordEnd.bytes(new byte[] {';'})),
        "escape ';' is part of row_delimiter; choose another.");
    refused(
        PLAIN.toBuilder().separator(new byte[] {' '}).trim(Trim.SPACES),
        "trim_space drops spaces, but a space is part of column_separator, row_delimiter,"
            + " enclose, escape or quote_escape.");
    refused(
        PLAIN.toBuilder().enclose((byte) '"').quoteEscape((byte) '!').escapeLetters(true),
        "escape_letters is about escape, and only quote_escape is set. Set escape, or escape_letters"
            + " to false.");
    refused(
        PLAIN.toBuilder().enclose((byte) '"').quoteEscape((byte) ','),
        "quote_escape ',' is part of column_separator; choose another.");
  }

  private static void refused(CsvOptions.Builder options, String message) {
    assertThatThrownBy(() -> format(options.build()))
        .isInstanceOf(PlimsollException.class)
        .hasMessage(message);
  }

  @Test
  void fieldListWithoutAColumnOfTheTableIsRefused() {
    assertThatThrownBy(
            () -> new CsvFormats().csv(PLAIN, TABLE, List.of("x", "y"), BadValuePolicy.REJECT))
        .hasMessage("None of the file's fields is a column of table db.people.");
  }
}
