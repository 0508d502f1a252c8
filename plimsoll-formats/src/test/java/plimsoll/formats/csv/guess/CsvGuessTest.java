package plimsoll.formats.csv.guess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
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
      value = {"a,b\\n1,2\\n ~,~", "a;b\\n1;2,5\\n ;", "a|b\\n1|2\\n |", "a\\n1\\n ~,~"})
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
        "1 -2 0|BIGINT",
        "1 2.5 1e3 .5|DOUBLE",
        "true FALSE|BOOLEAN",
        "2001-01-31 2024-02-29|DATE",
        "2001-01-31 2001-01-31T10:00:00.5|DATETIME",
        "2001-02-31|STRING",
        "00501 10001|STRING",
        "1234567890123456789|STRING",
        "NaN 1|STRING",
        "1 x|STRING"
      })
  void findsTheNarrowestTypeThatReadsAll(String values, DataType.Scalar type) {
    CsvGuess guess = guess("k,v\n" + ("a," + values.replace(" ", "\nb,")) + "\n");
    assertThat(guess.types()).containsExactly(DataType.Scalar.STRING, type);
  }

  @Test
  void emptyFieldsSayNothingOfTheType() {
    assertThat(guess("a,b\n1,\n,\n2,\n").types())
        .containsExactly(DataType.Scalar.BIGINT, DataType.Scalar.STRING);
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
    assertThat(guess.names()).containsExactly("Start_Time", "start_time_2", "c_1st", "c4");
    assertThat(guess.keepsHeader()).isFalse();
  }

  @Test
  void rowCutOffByTheEndOfTheSampleIsLeftOut() {
    byte[] data = "a,b\n1,2\n3,x".getBytes(StandardCharsets.UTF_8);
    CsvGuess guess = CsvGuess.of("f", data, false, CsvOptions.rfc4180(), false, false);
    assertThat(guess.types()).containsOnly(DataType.Scalar.BIGINT);
    assertThat(guess.rows()).isEqualTo(1);
  }

  @Test
  void byteOrderMarkAndCarriageReturnsAreNotData() {
    assertThat(guess("\uFEFFa,b\r\n1,2\r\n").names()).containsExactly("a", "b");
  }

  @Test
  void whatIsKnownIsNotGuessed() {
    CsvOptions known =
        CsvOptions.rfc4180().toBuilder()
            .separator(new byte[] {';'})
            .header(CsvOptions.Header.NONE)
            .build();
    byte[] data = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    CsvGuess guess = CsvGuess.of("f", data, true, known, true, true);
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
    assertThat(guess.types()).containsExactly(DataType.Scalar.BIGINT, DataType.Scalar.STRING);
    assertThat(guess.csv().nullWords()).containsExactly("-", "NA");
    assertThat(guess.csv().nullMarkers()).isEmpty();
    assertThat(guess.notes())
        .containsExactly("'-', 'NA' means NULL; columns of text keep it as it is.");
  }

  @Test
  void wordForNullDoesNotMatterToText() {
    CsvGuess guess = guess("a,country\n1,NA\nNA,DE\n");
    assertThat(guess.types()).containsExactly(DataType.Scalar.BIGINT, DataType.Scalar.STRING);
    assertThat(guess.csv().nullWords()).containsExactly("NA");
    assertThat(guess("a,country\n1,NA\n2,NA\n").csv().nullWords()).isEmpty();
  }

  @Test
  void wordForNullThatTheUserGivesIsOneHereToo() {
    CsvOptions known =
        CsvOptions.rfc4180().toBuilder().nullWords(java.util.List.of("void")).build();
    byte[] data = "a,b\n1,void\nvoid,x\n".getBytes(StandardCharsets.UTF_8);
    assertThat(CsvGuess.of("f", data, true, known, false, false).types())
        .containsExactly(DataType.Scalar.BIGINT, DataType.Scalar.STRING);
  }

  @Test
  void fewOddValuesAreSaid() {
    CsvGuess guess = guess("k,v\n" + "a,1\n".repeat(99) + "a,1x\n" + "b\n");
    assertThat(guess.notes())
        .containsExactly(
            "Column 'v' would be BIGINT but for 1 of 100 values, first '1x'.",
            "1 of 101 rows do not have 2 fields; a load rejects them.");
  }

  private static CsvGuess guess(String text) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    return CsvGuess.of("f", data, true, CsvOptions.rfc4180(), false, false);
  }
}
