package plimsoll.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WireTimeTest {
  @ParameterizedTest
  @CsvSource({
    "2024-02-29, 2024-02-29",
    "1582-10-10, 1582-10-10",
    "0009-01-01, 0009-01-01",
    "0001-02-29 (BC), 0000-02-29",
    "0002-01-01 (BC), -0001-01-01",
    "10000-01-01, 10000-01-01",
    "2024-02-29 01:02:03, 2024-02-29 01:02:03",
    "2024-02-29 01:02:03.5, 2024-02-29 01:02:03.500000",
    "0001-01-01 (BC) 00:00:00.000001, 0000-01-01 00:00:00.000001",
    "infinity, infinity",
    "-infinity, -infinity",
  })
  void dayAndTimesArePrintedAsInResults(String duck, String text) {
    assertThat(WireTime.text(duck)).isEqualTo(text);
  }
}
