package plimsoll.formats.csv.guess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.model.DataType;
import plimsoll.pipeline.parse.CsvOptions;

class CsvGuessTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = ' ',
      value = {
        "a,b\\n1,2\\n ~,~",
        "a;b\\n1;2,5\\n ;",
        "a|b\\n1|2\\n |",
        "a||b\\n1||2\\n||3\\n ||",
        "1||2|3\\n4||5|6\\n |",
        "1||x\\n2||y\\n |",
        "a||\\n1||\\n |",
        "a\\n1\\n ~,~"
      })
  void findsTheSeparator(String text, String separator) {
    assertThat(guess(text.replace("\\n", "\n")).separator()).isEqualTo(separator);
  }

  @Test
  void separatorInsideQuotesIsNone() {
    CsvGuess guess = guess("name;note\n\"a,b,c\";1\n\"d,e,f\";2\n");
    assertThat(guess.separator()).isEqualTo(";");
    assertThat(guess.names()).containsExactly("name", "note");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 -2 0|INT",
        "1 3000000000|BIGINT",
        "1 +2|STRING",
        "1 2.5 1e3 .5|DOUBLE",
        "true FALSE|BOOLEAN",
        "2001-01-31 2024-02-29|DATE",
        "2001-01-31 2001-01-31T10:00:00.5|DATETIME",
        "2001-02-31|STRING",
        "00501 10001|STRING",
        "1234567890123456789|BIGINT",
        "12345678901234567890|STRING",
        "NaN 1|DOUBLE",
        "NaN nan|STRING",
        "1 1.00000000000000000001|STRING",
        "2001-01-31 01-02-03|STRING",
        "2001-01-31T10:00:00.1234567|STRING",
        "1 x|STRING"
      })
  void findsTheNarrowestTypeThatReadsAll(String values, DataType.Scalar type) {
    CsvGuess guess = guess("k,v\n" + ("a," + values.replace(" ", "\nb,")) + "\n");
    assertThat(guess.types()).containsExactly(DataType.Scalar.STRING, type);
  }

  @Test
  void emptyFieldsSayNothingOfTheType() {
    assertThat(guess("a,b\n1,\n,\n2,\n").types())
        .containsExactly(DataType.Scalar.INT, DataType.Scalar.STRING);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b;1,2|true",
        "1,2;3,4|false",
        "id,id;1,2|true",
        ",id;1,2|true",
        "a,a;x,y|false",
        "NA,NA;1,2|false",
        "name,city;Ann,Rome|true",
        "a-b@c.d,x;e@f.g,y|false"
      })
  void headerIsWordsThatDiffer(String text, boolean header) {
    assertThat(guess(text.replace(';', '\n') + "\n").header() != null).isEqualTo(header);
  }

  @Test
  void namesAreMadePlainAndDifferent() {
    CsvGuess guess = guess("Start Time,start-time,1st,\u00fc\nx,1,2,3\n");
    assertThat(guess.names()).containsExactly("Start_Time", "start_time_2", "c_1st", "\u00fc");
    assertThat(guess.keepsHeader()).isFalse();
  }

  @Test
  void lettersOfAnyScriptStay() {
    CsvGuess marks = guess("\u0928\u093e\u092e,e\u0301t\u00e9\nRam,x\nSita,y\n");
    assertThat(marks.names()).containsExactly("\u0928\u093e\u092e", "e\u0301t\u00e9");
    assertThat(guess("m\u00b2,b\n1,2\n").names()).containsExactly("m", "b");
    CsvGuess guess = guess("\u540d\u524d,gr\u00f6\u00dfe,\u0416\u0448\nx,1,2\n");
    assertThat(guess.names()).containsExactly("\u540d\u524d", "gr\u00f6\u00dfe", "\u0416\u0448");
    assertThat(guess.keepsHeader()).isTrue();
  }

  @Test
  void rowCutOffByTheEndOfTheSampleIsLeftOut() {
    byte[] data = "a,b\n1,2\n3,x".getBytes(StandardCharsets.UTF_8);
    CsvGuess guess = CsvGuess.of("f", data, false, CsvOptions.rfc4180(), Known.NOTHING);
    assertThat(guess.types()).containsOnly(DataType.Scalar.INT);
    assertThat(guess.rows()).isEqualTo(1);
  }

  @Test
  void byteOrderMarkAndCarriageReturnsAreNotData() {
    assertThat(guess("\uFEFFa,b\r\n1,2\r\n").names()).containsExactly("a", "b");
  }

  /** {@code #} stands for CR, {@code /} for LF. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      quoteCharacter = '~',
      value = {
        // LF or CR LF: as ever
        "a,b/1,2/3,4/ auto 2",
        "a,b#/1,2#/3,4 auto 2",
        "a,b/1,2#/3,4/ auto 2",
        // nothing but CR
        "a,b#1,2#3,4# any 2",
        "a,b#1,2#3,4 any 2",
        "a;b#x;1,2#y;3,4# any 2",
        "a#1#2#3# any 3",
        "Sales#a,b#1,2#3,4# any 2",
        "a,b#1,2#3,4,5#6,7#8,9# any 4",
        "'a','b'#'1,5','x'#'2,5','y'# any 2",
        "'a',b#'1,5',x#'2,5',y# any 2",
        // CR and other ends
        "a,b#1,2#3,4#/5,6#7,8# any 4",
        "a,b#1,2#3,4/ any 2",
        "a,b/1,2#3,4/5,6/7,8/ any 4",
        "a,b#1,2#3,4/a,b#5,6#7,8/ any 5",
        "a,b#1,\"x/y\"#3,4# any 2",
        // CRs that are data
        "a,b/1,\"x#y\"/3,4/ auto 2",
        "a,b/1,\"x#y#1,z\"/3,4/ auto 2",
        "1,\"x#y\" auto 1",
        "a,b,c/1,x#y,2/3,z,4/ auto 2",
        "a,b,c/1,x#y,2/3,x#y,4/ auto 2",
        "a,b/1,x#y/2,x#y/3,x#y#z/4,5 auto 4",
        "1,x#y/ auto 1",
        "1,x#y auto 1",
        "a/x#y/z#z/ auto 2",
        "~i;c/1;red, green#blue, white#black, grey/2;red, green#blue, white#black, grey/~ auto 2",
        "i;c/1;r,g#b,w/2;r,g#b,w/7;r,g;x/3;x,y/4;x,y/5;x,y/6;x,y/8;x,y/9;x,y/1;x,y/2;x,y/3;x,y/4;x,y/5;x,y/6;x,y/7;x,y/8;x,y/9;x,y/0;x,y/ auto 19"
      })
  void crEndsRowsWhereItMakesBetterOnesThanLf(String text, String lineEnd, int rows) {
    CsvGuess guess = guess(text.replace('#', '\r').replace('/', '\n'));
    assertThat(guess.lineEnd()).hasValue(lineEnd);
    assertThat(guess.rows()).isEqualTo(rows);
    assertThat(guess.notes().stream().anyMatch(note -> note.contains("CR alone")))
        .isEqualTo(!lineEnd.equals("auto"));
  }

  @Test
  void lineEndThatIsKnownIsNotGuessed() {
    byte[] data = "a,b\r1,2\r3,4\r".getBytes(StandardCharsets.UTF_8);
    Known lineEnd = new Known(false, true, false, false, false, false, Map.of(), false);
    assertThat(CsvGuess.of("f", data, true, CsvOptions.rfc4180(), lineEnd).lineEnd())
        .hasValue("auto");
  }

  /** As Python's csv writes files on Windows that were not opened for it. */
  @Test
  void linesMayEndWithCrCrLf() {
    CsvGuess guess = guess("a,b\r\r\n1,2\r\r\n3,4\r\r\n");
    assertThat(guess.lineEnd()).hasValue("any");
    assertThat(guess.names()).containsExactly("a", "b");
    assertThat(guess.types()).containsExactly(DataType.Scalar.INT, DataType.Scalar.INT);
    assertThat(guess("a,b\r\r\n1,2\r\r\n3,4").types()).isEqualTo(guess.types());
    assertThat(guess("a\r\r\n1\r\r\n2\r\r\n").types()).containsExactly(DataType.Scalar.INT);
    assertThat(guess("1,\"x\r\"\n2,\"y\r\"\n").lineEnd()).hasValue("auto");
    assertThat(guess("\"id\",\"note\r\"\n1,\"x\r\"\n2,\"y\r\"\n").lineEnd()).hasValue("auto");
  }

  /** Line breaks in texts are written as CR LF there, and a text may hold a CR of its own. */
  @Test
  void linesThatEndWithCrCrLfMayHoldOtherLineBreaks() {
    for (String text :
        List.of(
            "id,note,n\r\r\n1,\"x\r\ny\",5\r\r\n2,z,6\r\r\n",
            "id,n,note\r\r\n1,5,\"x\r\ny\r\nz\"\r\r\n2,6,\"z\"\r\r\n",
            "id,size \"\r\r\n1,x\r\r\n2,y\r\r\n",
            "id,size\r\r\n\"5\\\" disk\",1\r\r\n2,y\r\r\n",
            "id,n\r\r\n" + "1,2\r\r\n".repeat(100) + "5,x\ry\r\r\n")) {
      CsvGuess guess = guess(text);
      assertThat(guess.lineEnd()).as(text).hasValue("any");
      assertThat(guess.names()).as(text).startsWith("id");
    }
  }

  @Test
  void linesThatEndWithCrMayHoldOtherLineBreaks() {
    CsvGuess guess = guess("id||note\r1||\"x\r\ny\"\r2||z\r3||\"x\ny\"\r");
    assertThat(guess.lineEnd()).hasValue("any");
    assertThat(guess.names()).containsExactly("id", "note");
    assertThat(guess.rows()).isEqualTo(3);
    CsvGuess tall = guess("note,id\r\"x\ny\nz\",1\r\"u\nv\nw\",2\r\"a\nb\nc\",3\r");
    assertThat(tall.lineEnd()).hasValue("any");
    assertThat(tall.rows()).isEqualTo(3);
  }

  @Test
  void oddQuoteInAFieldSaysNothingOfLineEnds() {
    assertThat(guess("id,size \"\n1,a\rb\n2,c\n3,d\n").lineEnd()).hasValue("auto");
    assertThat(guess("id,size \"\r\n1,a\rb\r\n2,c\r\n3,d\r\n").lineEnd()).hasValue("auto");
  }

  /** An LF behind what is looked at first tells of the file, too. */
  @Test
  void longTextOfCrsInQuotesIsOneValue() {
    CsvGuess guess = guess("\"" + "a line of text\r".repeat(5_000) + "\",1\n\"short\",2\n");
    assertThat(guess.lineEnd()).hasValue("auto");
    assertThat(guess.types()).containsExactly(DataType.Scalar.STRING, DataType.Scalar.INT);
  }

  @Test
  void doubledSeparatorIsFoundBelowATitle() {
    CsvGuess guess = guess("2024 report\nid||city\n1||Rome\n2||Oslo\n");
    assertThat(guess.separator()).isEqualTo("||");
    assertThat(guess("Inventory\n1||x\n2||y\n").separator()).isEqualTo("|");
  }

  @Test
  void linesThatEndWithCrAreCounted() {
    CsvGuess guess = guess("k,v\r" + "a,1\r".repeat(99) + "a,1x\r");
    assertThat(guess.columns().get(1).contradiction().first()).containsExactly(new Cell(101, "1x"));
  }

  @Test
  void startOfAFileTellsItsLineEndToo() {
    String text = "k,v\r" + "a,1\r".repeat(50_000);
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    CsvGuess guess = CsvGuess.of("f", data, false, CsvOptions.rfc4180(), Known.NOTHING);
    assertThat(guess.lineEnd()).hasValue("any");
    assertThat(guess.names()).containsExactly("k", "v");
  }

  @Test
  void wordForNullBetweenSeparatorsDoesNotDoubleThem() {
    CsvOptions base = CsvOptions.rfc4180().toBuilder().nullMarkers(List.of("NA")).build();
    byte[] data = "1|NA|2\n3|NA|4\n".getBytes(StandardCharsets.UTF_8);
    assertThat(CsvGuess.of("f", data, true, base, Known.NOTHING).separator()).isEqualTo("|");
  }

  @Test
  void whatIsKnownIsNotGuessed() {
    CsvOptions known =
        CsvOptions.rfc4180().toBuilder()
            .separator(new byte[] {';'})
            .header(CsvOptions.Header.NONE)
            .build();
    byte[] data = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    CsvGuess guess = CsvGuess.of("f", data, true, known, known(true, true));
    assertThat(guess.names()).containsExactly("c1");
    assertThat(guess.rows()).isEqualTo(2);
  }

  @Test
  void binaryAndEmptyInputsAreRefused() {
    assertThatThrownBy(() -> guess("PAR1\0\0")).hasMessageContaining("'f' is not text");
    assertThatThrownBy(() -> guess("")).hasMessageContaining("no load data");
  }

  @Test
  void wordsForNullAreFoundWhereTheyKeepAColumnFromItsType() {
    CsvGuess guess = guess("a,b\n1,x\nNA,y\n-,z\n");
    assertThat(guess.types()).containsExactly(DataType.Scalar.INT, DataType.Scalar.STRING);
    assertThat(guess.csv().nullWordsAt()).isEqualTo(Map.of(0, List.of("-", "NA")));
    assertThat(guess.csv().nullMarkers()).isEmpty();
    assertThat(guess.notes()).containsExactly("'-', 'NA' means NULL in column 'a'.");
  }

  @Test
  void wordForNullDoesNotMatterToText() {
    CsvGuess guess = guess("a,country\n1,NA\nNA,DE\n");
    assertThat(guess.types()).containsExactly(DataType.Scalar.INT, DataType.Scalar.STRING);
    assertThat(guess.csv().nullWordsAt()).isEqualTo(Map.of(0, List.of("NA")));
    assertThat(guess("a,country\n1,NA\n2,NA\n").csv().nullWordsAt()).isEmpty();
  }

  @Test
  void wordForNullThatTheUserGivesIsOneHereToo() {
    CsvOptions known =
        CsvOptions.rfc4180().toBuilder().nullWords(java.util.List.of("void")).build();
    byte[] data = "a,b\n1,void\nvoid,x\n".getBytes(StandardCharsets.UTF_8);
    assertThat(CsvGuess.of("f", data, true, known, Known.NOTHING).types())
        .containsExactly(DataType.Scalar.INT, DataType.Scalar.STRING);
  }

  @Test
  void fewOddValuesAreSaid() {
    CsvGuess guess = guess("k,v\n" + "a,1\n".repeat(99) + "a,1x\n" + "b\n");
    assertThat(guess.notes())
        .containsExactly(
            "Column 'v' would be INT but for 1 of 100 values: '1x' (line 101).",
            "1 of 101 rows do not have 2 fields; a load rejects them: line 102.");
    assertThat(guess.columns().get(1).contradiction().first()).containsExactly(new Cell(101, "1x"));
    assertThat(guess.confidence().separator()).isCloseTo(0.99, within(0.001));
  }

  @Test
  void typesOfAStartAreLessSureThanThoseOfAll() {
    byte[] data = ("k,v\n" + "a,1\n".repeat(98)).getBytes(StandardCharsets.UTF_8);
    assertThat(CsvGuess.of("f", data, false, CsvOptions.rfc4180(), Known.NOTHING).columns())
        .allSatisfy(column -> assertThat(column.confidence()).isEqualTo(0.99));
    assertThat(guess("k,v\na,1\n").columns())
        .allSatisfy(column -> assertThat(column.confidence()).isEqualTo(1));
  }

  @Test
  void wordsOfOneColumnHoldThereOnly() {
    Known words =
        new Known(
            false,
            false,
            false,
            false,
            false,
            false,
            Map.of("b", List.of("void"), "1", List.of()),
            false);
    byte[] data = "a,b\n1,void\n2,3\nvoid,4\n".getBytes(StandardCharsets.UTF_8);
    CsvGuess guess = CsvGuess.of("f", data, true, CsvOptions.rfc4180(), words);
    assertThat(guess.types()).containsExactly(DataType.Scalar.STRING, DataType.Scalar.INT);
    assertThat(guess.csv().nullWordsAt()).isEqualTo(Map.of(1, List.of("void")));
  }

  @Test
  void wordsForNullAreFoundThoughTypesAreKnown() {
    byte[] data = "a,b\n1,NA\n2,3\nx,4\n".getBytes(StandardCharsets.UTF_8);
    CsvGuess guess = CsvGuess.of("f", data, true, CsvOptions.rfc4180(), Known.NOTHING.withTypes());
    assertThat(guess.names()).containsExactly("a", "b");
    assertThat(guess.types()).containsOnly(DataType.Scalar.STRING);
    assertThat(guess.csv().nullWordsAt()).isEqualTo(Map.of(1, List.of("NA")));
  }

  /** Codes are text, in which a word is a value, whatever numbers stand around it. */
  @Test
  void codesHaveNoWordsForNullWhetherTypesAreKnownOrNot() {
    byte[] data = "zip,n\n12345,1\n23456,2\nNA,NA\n".getBytes(StandardCharsets.UTF_8);
    for (Known known : List.of(Known.NOTHING, Known.NOTHING.withTypes())) {
      CsvGuess guess = CsvGuess.of("f", data, true, CsvOptions.rfc4180(), known);
      assertThat(guess.csv().nullWordsAt()).isEqualTo(Map.of(1, List.of("NA")));
    }
  }

  @Test
  void wordsOfAColumnThatIsNotThereAreRefused() {
    Known words =
        new Known(false, false, false, false, false, false, Map.of("c", List.of("void")), false);
    byte[] data = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CsvGuess.of("f", data, true, CsvOptions.rfc4180(), words))
        .hasMessageContaining("no column 'c'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "INT|3000000000|BIGINT",
        "INT|12345678901234567890|DECIMAL(38, 0)",
        "INT|1.5|DOUBLE",
        "INT|x|STRING",
        "INT|007|STRING",
        "BIGINT|2.5 3|DOUBLE",
        "BIGINT|12345678901234567890 2.5|STRING",
        "DOUBLE|x|STRING",
        "BOOLEAN|1|STRING",
        "DATE|2024-01-01T10:00:00|DATETIME",
        "DATE|soon|STRING",
        "DATETIME|soon|STRING",
      })
  void columnsGrowByAsLittleAsHoldsTheValues(DataType.Scalar from, String values, String to) {
    assertThat(ColumnTypes.wider(from, List.of(values.split(" "))).sql()).isEqualTo(to);
  }

  private static Known known(boolean separator, boolean header) {
    return new Known(separator, false, false, header, false, false, Map.of(), false);
  }

  private static CsvGuess guess(String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return CsvGuess.of("f", data, true, CsvOptions.rfc4180(), Known.NOTHING);
  }
}
