package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.lake.Lake;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Table;

/** Every type in every encoding reads back equal through Iceberg's own reader. */
class RoundTripTest {
  /** More rows than a page, with a remainder. */
  private static final int MANY = ColumnEncoder.PAGE_ROWS * 2 + 5_003;

  @TempDir Path directory;

  static Stream<Arguments> columns() {
    Random random = new Random(7);
    List<Arguments> cases = new ArrayList<>();
    add(cases, Scalar.BOOLEAN, "alternating", i -> i % 3 == 0);
    add(cases, Scalar.TINYINT, "few", i -> i % 256 - 128);
    add(cases, Scalar.SMALLINT, "edges", i -> i % 2 == 0 ? -32768 : 32767);
    add(cases, Scalar.INT, "rising", i -> i * 3);
    add(cases, Scalar.INT, "any", i -> random.nextInt());
    add(cases, Scalar.INT, "edges", i -> i % 2 == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE);
    add(cases, Scalar.BIGINT, "rising", i -> 1_000_000_000_000L + i);
    add(cases, Scalar.BIGINT, "falling", i -> -7L * i);
    add(cases, Scalar.BIGINT, "any", i -> random.nextLong());
    add(cases, Scalar.BIGINT, "edges", i -> i % 2 == 0 ? Long.MIN_VALUE : Long.MAX_VALUE);
    add(cases, Scalar.BIGINT, "one value", i -> 42L);
    add(cases, Scalar.BIGINT, "runs", i -> (long) (i / 1000));
    add(cases, Scalar.BIGINT, "few first, many later", i -> i < 40_000 ? i % 5L : (long) i * i);
    add(cases, Scalar.FLOAT, "few", i -> i % 7 / 4f);
    add(cases, Scalar.FLOAT, "any", i -> random.nextFloat());
    add(cases, Scalar.DOUBLE, "any", i -> random.nextGaussian());
    add(cases, Scalar.DOUBLE, "with NaN", i -> i % 10 == 0 ? Double.NaN : (double) i);
    add(cases, Scalar.DATE, "days", i -> LocalDate.of(1, 1, 1).plusDays(i % 3_000_000));
    add(cases, Scalar.DATE, "last", i -> LocalDate.of(9999, 12, 31));
    add(
        cases,
        Scalar.DATETIME,
        "micros",
        i -> LocalDateTime.of(2020, 1, 1, 0, 0).plusNanos(i * 7001000L));
    add(
        cases,
        Scalar.DATETIME,
        "before 1970",
        i -> LocalDateTime.of(1, 1, 1, 23, 59, 59, 999_999_000));
    add(cases, new Decimal(9, 2), "int32", i -> BigDecimal.valueOf(i - 30_000, 2));
    add(
        cases,
        new Decimal(18, 4),
        "int64",
        i -> BigDecimal.valueOf(999_999_999_999_999_999L - i, 4));
    add(cases, new Decimal(19, 0), "fixed", i -> BigDecimal.valueOf(-i).setScale(0));
    add(
        cases,
        new Decimal(38, 10),
        "wide",
        i -> new BigDecimal(BigInteger.TEN.pow(37).subtract(BigInteger.valueOf(i)).negate(), 10));
    add(
        cases,
        new Decimal(38, 0),
        "few",
        i -> new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE)));
    add(cases, Scalar.STRING, "few", i -> List.of("", "a", "ä€😀", "word with spaces").get(i % 4));
    add(cases, Scalar.STRING, "all differ", i -> "row number " + i);
    add(cases, Scalar.STRING, "few first, many later", i -> i < 40_000 ? "x" : "y" + i);
    add(cases, Scalar.STRING, "empty", i -> "");
    add(cases, Scalar.STRING, "lengths", i -> "abcdefghijklmnopqrstuvwxyz".substring(0, i % 27));
    add(cases, Scalar.LARGEINT, "edges", i -> largest(i));
    add(cases, Scalar.JSON, "few", i -> "{\"a\": " + i % 9 + "}");
    add(cases, new DataType.Varchar(100, false), "short", i -> Integer.toString(i % 1000));
    return cases.stream();
  }

  private static BigDecimal largest(int i) {
    BigDecimal most = new BigDecimal(BigInteger.TEN.pow(38).subtract(BigInteger.ONE));
    return i % 2 == 0 ? most : most.negate();
  }

  private static void add(
      List<Arguments> cases, DataType type, String name, IntFunction<Object> values) {
    cases.add(Arguments.of(type, name, values));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("columns")
  void writtenThenReadIsEqual(DataType type, String name, IntFunction<Object> values)
      throws IOException {
    Table table = Lake.table("t", type, type, type);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      Object value = values.apply(i);
      rows.add(new Object[] {value, i % 5 == 0 ? null : value, i < 40_000 ? null : value});
    }
    check(table, rows, WriterSettings.DEFAULT);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("columns")
  void smallRowGroupsReadBackEqual(DataType type, String name, IntFunction<Object> values)
      throws IOException {
    Table table = Lake.table("t", type, Scalar.STRING);
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      rows.add(new Object[] {values.apply(i), i + " is long enough to fill a row group"});
    }
    check(table, rows, new WriterSettings(1 << 18, 1 << 19, 4));
  }

  private void check(Table table, List<Object[]> rows, WriterSettings settings) throws IOException {
    Lake lake = new Lake(directory, settings);
    String location = lake.append(table, lake.store.create(table).to(), rows);
    assertThat(Lake.values(location)).isEqualTo(rows.stream().map(Arrays::asList).toList());
  }
}
