package plimsoll.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;

class ResultTextTest {
  static Stream<Arguments> values() {
    return Stream.of(
        Arguments.of(true, Scalar.BOOLEAN, "1"),
        Arguments.of(false, Scalar.BOOLEAN, "0"),
        Arguments.of(-5, Scalar.INT, "-5"),
        Arguments.of(1.0, Scalar.DOUBLE, "1"),
        Arguments.of(-0.0, Scalar.DOUBLE, "0"),
        Arguments.of(0.1, Scalar.DOUBLE, "0.1"),
        Arguments.of(100.0, Scalar.DOUBLE, "100"),
        Arguments.of(-12.5, Scalar.DOUBLE, "-12.5"),
        Arguments.of(0.0001, Scalar.DOUBLE, "0.0001"),
        Arguments.of(0.00001, Scalar.DOUBLE, "1e-05"),
        Arguments.of(1e15, Scalar.DOUBLE, "1000000000000000"),
        Arguments.of(1e16, Scalar.DOUBLE, "1e+16"),
        Arguments.of(1.25e300, Scalar.DOUBLE, "1.25e+300"),
        Arguments.of(2.0E-323, Scalar.DOUBLE, "2e-323"),
        Arguments.of(Double.NaN, Scalar.DOUBLE, "nan"),
        Arguments.of(Double.NEGATIVE_INFINITY, Scalar.DOUBLE, "-inf"),
        Arguments.of(0.1f, Scalar.FLOAT, "0.1"),
        Arguments.of(16777216f, Scalar.FLOAT, "16777216"),
        Arguments.of(new BigDecimal("1.50"), new DataType.Decimal(9, 2), "1.50"),
        Arguments.of(new BigDecimal("1E+3"), new DataType.Decimal(9, 0), "1000"),
        Arguments.of(new BigDecimal("7"), new DataType.Decimal(9, 2), "7.00"),
        Arguments.of(LocalDate.of(1, 2, 3), Scalar.DATE, "0001-02-03"),
        Arguments.of(LocalDateTime.of(2020, 1, 2, 3, 4, 5), Scalar.DATETIME, "2020-01-02 03:04:05"),
        Arguments.of(
            LocalDateTime.of(2020, 1, 2, 3, 4, 5, 60_000),
            Scalar.DATETIME,
            "2020-01-02 03:04:05.000060"),
        Arguments.of("a'b", Scalar.STRING, "a'b"));
  }

  @ParameterizedTest
  @MethodSource("values")
  void printsAsStarRocksDoes(Object value, DataType type, String text) {
    assertThat(ResultText.of(value, type)).isEqualTo(text);
  }
}
