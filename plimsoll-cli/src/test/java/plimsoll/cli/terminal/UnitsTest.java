package plimsoll.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "8137079, 8.1 MB",
    "99950000, 100 MB",
    "999600, 1.0 MB",
    "755000000, 755 MB",
    "1200000000000, 1.2 TB"
  })
  void bytesHaveTwoOrThreeDigits(long bytes, String text) {
    assertThat(Units.bytes(bytes)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"840, 0.8 s", "59990, 60.0 s", "61000, 1 min 01 s", "3720000, 1 h 02 min"})
  void timesGetCoarserAsTheyGrow(long millis, String text) {
    assertThat(Units.time(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @Test
  void oneRowIsNotRows() {
    assertThat(Units.counted(1, "row")).isEqualTo("1 row");
    assertThat(Units.counted(230_770, "row")).isEqualTo("230,770 rows");
  }

  @Test
  void progressShowsRateRejectsAndTimeLeft() {
    Meter half = new FixedMeter(50_000_000, 100_000_000, 1_000_000, 12);
    assertThat(ProgressLine.text("demo.flights", half, Duration.ofSeconds(2)))
        .isEqualTo(
            "demo.flights  [##########----------] 50%  1,000,000 rows, 500,000 rows/s, 25.0 MB/s,"
                + " 12 rejected, 2.0 s left");
  }

  @Test
  void progressOfUnknownLengthHasNoBar() {
    Meter piped = new FixedMeter(5_000_000, -1, -1, -1);
    assertThat(ProgressLine.text("a.b", piped, Duration.ofSeconds(1))).isEqualTo("a.b  5.0 MB/s");
  }

  private record FixedMeter(long bytes, long totalBytes, long rows, long filtered)
      implements Meter {}
}
