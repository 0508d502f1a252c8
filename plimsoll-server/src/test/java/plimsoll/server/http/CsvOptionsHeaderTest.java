package plimsoll.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.pipeline.parse.CsvOptions;

class CsvOptionsHeaderTest {
  @ParameterizedTest
  @MethodSource
  void everyOptionComesBack(CsvOptions csv) {
    String header = CsvOptionsHeader.format(csv);
    assertThat(header).matches("[\\x20-\\x7e]+");
    assertThat(CsvOptionsHeader.parse(header)).usingRecursiveComparison().isEqualTo(csv);
  }

  static Stream<CsvOptions> everyOptionComesBack() {
    return Stream.of(
        CsvOptions.starrocks(),
        CsvOptions.rfc4180(),
        CsvOptions.openmldbCluster(),
        CsvOptions.openmldbLocal(),
        CsvOptions.mysql(),
        CsvOptions.rfc4180().toBuilder()
            .separator(new byte[] {'|', (byte) 0xC3, (byte) 0xBC})
            .recordEnd(CsvOptions.RecordEnd.bytes(new byte[] {'\r', 1}))
            .enclose(null)
            .escape((byte) '\\')
            .nullMarkers(List.of("", "\u00fc", "NULL"))
            .nullWords(List.of("NA", "-"))
            .nullWordsAt(Map.of(0, List.of("", "?"), 12, List.of("n/a")))
            .columnOf(Map.of("gr\u00f6\u00dfe, in \"cm\"", "gr_e_in_cm"))
            .skipHeader(7)
            .maxRowBytes(1 << 20)
            .build());
  }

  @Test
  void unreadableOptionsAreRefused() {
    assertThatThrownBy(() -> CsvOptionsHeader.parse("{")).hasMessageContaining("X-Plimsoll-Csv");
    assertThatThrownBy(() -> CsvOptionsHeader.parse("{\"separator\":\"zz\"}"))
        .hasMessageContaining("X-Plimsoll-Csv");
  }
}
