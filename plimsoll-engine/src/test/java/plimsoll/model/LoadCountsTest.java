package plimsoll.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a load with some bad rows passes. */
class LoadCountsTest {
  @ParameterizedTest
  @CsvSource({
    // ratio, loaded, filtered, unselected, passes
    "0,      10,  0,   0, true",
    "0,      10,  1,   0, false",
    "0.1,     9,  1,   0, true",
    "0.0999,  9,  1,   0, false",
    "0.29,   71, 29,   0, true",
    "0.29,   70, 29,   0, false",
    "0.07,   93,  7,   0, true",
    "0.3,     7,  3,   0, true",
    "0.5,     1,  1, 100, true",
    "0.499,   1,  1, 100, false",
    "1,       0,  5,   0, true",
    "0,       0,  0,   9, true",
    "0,       0,  0,   0, true",
    "0.000001, 999999, 1, 0, true",
    "0.000001, 999998, 1, 0, false"
  })
  void theRatioPassesWhenExactlyMet(
      double ratio, long loaded, long filtered, long unselected, boolean passes) {
    LoadCounts counts = new LoadCounts(loaded, filtered, unselected, 0, 0, 0);
    assertThat(counts.withinRatio(ratio)).isEqualTo(passes);
  }

  @Test
  void everySmallShareIsExact() {
    for (int rows = 1; rows <= 1_000; rows++) {
      for (int bad = 0; bad <= rows; bad += 1 + rows / 50) {
        double ratio =
            Double.parseDouble(
                new java.math.BigDecimal(bad)
                    .divide(new java.math.BigDecimal(rows), 40, java.math.RoundingMode.HALF_UP)
                    .toString());
        assertThat(new LoadCounts(rows - bad, bad, 0, 0, 0, 0).withinRatio(ratio))
            .as(bad + " of " + rows)
            .isTrue();
        assertThat(new LoadCounts(rows - bad, bad, 0, 0, 0, 0).withinRatio(Math.nextDown(ratio)))
            .as("more than the ratio: " + bad + " of " + rows)
            .isEqualTo(bad == 0 && Math.nextDown(ratio) >= 0);
      }
    }
  }

  @Test
  void aNumberOfErrorsAloneStandsForAnyShare() {
    assertThat(Quality.DEFAULT.maxFilterRatio()).isZero();
    Quality number = Quality.DEFAULT.with("max_error_number", "5");
    assertThat(number.maxFilterRatio()).isEqualTo(1);
    assertThat(number.with("max_filter_ratio", "0.5").maxFilterRatio()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "max_filter_ratio, 1.1, must be between 0 and 1",
    "max_filter_ratio, x, must be a number from 0 to 1",
    "max_filter_ratio, NaN, must be between 0 and 1",
    "max_error_number, -1, must be 0 or more",
    "max_error_number, many, must be a whole number",
    "strict_mode, yes, must be true or false",
    "bad_values, rejct, Did you mean 'reject'?"
  })
  void wrongValuesAreRefused(String word, String text, String message) {
    assertThatThrownBy(() -> Quality.DEFAULT.with(word, text)).hasMessageContaining(message);
  }
}
