package plimsoll.pipeline.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;

class CsvOptionTest {
  @ParameterizedTest
  @EnumSource
  void wordsOfAPresetMakeItAgain(CsvPreset preset) {
    CsvOptions other = CsvOptions.rfc4180().toBuilder().comment(new byte[] {'#'}).build();
    assertThat(CsvOption.read(other, CsvOption.write(preset.options())))
        .usingRecursiveComparison()
        .isEqualTo(preset.options());
  }

  @ParameterizedTest
  @EnumSource
  void presetsAreFoundByTheirNames(CsvPreset preset) {
    assertThat(CsvPreset.of(preset.word())).isEqualTo(preset);
    assertThat(CsvPreset.of(preset.name())).isEqualTo(preset);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          compression | gzipp    | Did you mean 'gzip'?
          compression | rar      | must be one of auto, none, gzip
          line_end    | crfl     | Did you mean 'crlf'?
          header      | yes      | must be one of none, skip, names
          short_rows  | drop     | must be one of reject, pad
          trim_space  | maybe    | must be one of false, true, blanks
          encoding    | uft-8    | Did you mean 'UTF-8'?
          enclose     | ab       | must be one byte
          skip_header | -1       | must be a whole number from 0
          skip_header | x        | must be a whole number from 0
          null_value  | ["a"     | is no JSON array
          null_value  | [1]      | must be one text, or several
          empty_is_null | ja     | must be true or false
          max_row_bytes | 0      | must be a whole number from 1
          """)
  void whatAnOptionDoesNotTakeIsRefusedWithAHint(String word, String text, String message) {
    assertThatThrownBy(
            () -> CsvOption.find(word).orElseThrow().set(CsvOptions.mysql().toBuilder(), text))
        .hasMessageContaining(word)
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownPresetIsRefusedWithAHint() {
    assertThatThrownBy(() -> CsvPreset.of("mysq")).hasMessageContaining("Did you mean 'mysql'?");
  }

  @Test
  void severalNullValuesAreAnArray() {
    CsvOptions csv = CsvOption.read(CsvOptions.mysql(), Map.of("null_value", "[\"NA\",\"\"]"));
    assertThat(csv.nullMarkers()).isEqualTo(List.of("NA", ""));
  }

  @Test
  void delimitersMayBeHex() {
    CsvOptions csv =
        CsvOption.read(
            CsvOptions.mysql(), Map.of("column_separator", "\\x0102", "row_delimiter", "0x0D0A"));
    assertThat(csv.separator()).containsExactly(1, 2);
    assertThat(((RecordEnd.Delimiter) csv.recordEnd()).bytes()).containsExactly('\r', '\n');
  }

  @ParameterizedTest
  @ValueSource(strings = {"utf8mb4", "utf8", "latin1", "sjis", "cp932", "ucs2", "gbk", "binary"})
  void databasesNamesOfEncodingsAreKnown(String name) {
    CsvOptions csv = CsvOption.read(CsvOptions.mysql(), Map.of("encoding", name));
    assertThat(csv.encoding().canEncode()).isTrue();
  }
}
