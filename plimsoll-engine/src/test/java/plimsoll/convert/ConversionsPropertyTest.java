package plimsoll.convert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Random texts against slow references of the Java library. */
class ConversionsPropertyTest {
  private static final int CASES = 5_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void longsAreThoseOfJava(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(read(Scalar.BIGINT, Long.toString(value))).isEqualTo(Long.toString(value));
      boolean fits = value >= Integer.MIN_VALUE && value <= Integer.MAX_VALUE;
      assertThat(read(Scalar.INT, Long.toString(value)))
          .isEqualTo(fits ? Long.toString(value) : null);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void floatingPointIsThatOfJava(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      String text = number(random);
      double wide = Double.parseDouble(text);
      assertThat(read(Scalar.DOUBLE, text))
          .as(text)
          .isEqualTo(Double.isInfinite(wide) ? null : Double.toString(wide));
      float narrow = Float.parseFloat(text);
      assertThat(read(Scalar.FLOAT, text))
          .as(text)
          .isEqualTo(Float.isInfinite(narrow) ? null : Float.toString(narrow));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void decimalsAreThoseOfBigDecimal(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      int precision = 1 + random.nextInt(38);
      Decimal type = new Decimal(precision, random.nextInt(precision + 1));
      String text = number(random);
      BigDecimal rounded = new BigDecimal(text).setScale(type.scale(), RoundingMode.HALF_UP);
      boolean fits = rounded.unscaledValue().abs().compareTo(power(precision)) < 0;
      assertThat(read(type, text))
          .as(text + " as " + type.sql())
          .isEqualTo(fits ? rounded.toPlainString() : null);
    }
  }

  private static java.math.BigInteger power(int exponent) {
    return java.math.BigInteger.TEN.pow(exponent);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void datesAreThoseOfJavaTime(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      LocalDate date = LocalDate.of(0, 1, 1).plusDays(random.nextInt(3_652_425));
      assertThat(read(Scalar.DATE, date.toString())).isEqualTo(date.toString());
      String text =
          String.format(
              "%04d-%02d-%02d", random.nextInt(10_000), random.nextInt(14), random.nextInt(33));
      assertThat(read(Scalar.DATE, text)).as(text).isEqualTo(dateOrNull(text));
    }
  }

  private static @Nullable String dateOrNull(String text) {
    try {
      return LocalDate.parse(text).toString();
    } catch (java.time.format.DateTimeParseException none) {
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void timesAreThoseOfJavaTime(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      long second =
          LocalDateTime.of(0, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC)
              + (long) (random.nextDouble() * 315_569_520_000L);
      int nanos = random.nextBoolean() ? 0 : random.nextInt(1_000_000) * 1000;
      LocalDateTime time = LocalDateTime.ofEpochSecond(second, nanos, ZoneOffset.UTC);
      String text = time.toString();
      assertThat(read(Scalar.DATETIME, random.nextBoolean() ? text : text.replace('T', ' ')))
          .isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anyBytesAreReadOrRefusedButNeverAnException(long seed) {
    Random random = new Random(seed);
    String alphabet =
        "0123456789012345678901234567890123456789....----++eE::  TZxtruefalsnif/\0\u00FF";
    DataType[] types = {
      Scalar.BOOLEAN,
      Scalar.TINYINT,
      Scalar.INT,
      Scalar.BIGINT,
      Scalar.FLOAT,
      Scalar.DOUBLE,
      Scalar.DATE,
      Scalar.DATETIME,
      Scalar.STRING,
      new Decimal(12, 3),
      new Decimal(38, 5)
    };
    for (int i = 0; i < CASES; i++) {
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(25);
      for (int j = 0; j < length; j++) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      for (DataType type : types) {
        for (Conversions rules : Conversions.values()) {
          read(type, text.toString(), rules);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void utf8IsWhatJavaDecodes(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      byte[] bytes = new byte[random.nextInt(20)];
      for (int j = 0; j < bytes.length; j++) {
        int kind = random.nextInt(4);
        bytes[j] =
            (byte)
                (kind == 0
                    ? random.nextInt(128)
                    : kind == 1 ? 0xC0 + random.nextInt(64) : 0x80 + random.nextInt(64));
      }
      assertThat(Utf8.isValid(bytes, 0, bytes.length)).isEqualTo(decodes(bytes));
    }
    String text = "aé漢😀".repeat(5);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(Utf8.isValid(bytes, 0, bytes.length)).isTrue();
  }

  private static boolean decodes(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes));
      return true;
    } catch (java.nio.charset.CharacterCodingException malformed) {
      return false;
    }
  }

  private static String number(Random random) {
    StringBuilder text = new StringBuilder(random.nextInt(3) == 0 ? "-" : "");
    int before = random.nextInt(random.nextInt(8) == 0 ? 30 : 10);
    for (int i = 0; i < before; i++) {
      text.append(random.nextInt(10));
    }
    int behind = random.nextInt(random.nextInt(8) == 0 ? 30 : 6);
    if (behind > 0 || before == 0) {
      text.append(before == 0 && behind == 0 ? "0" : ".");
    }
    for (int i = 0; i < behind; i++) {
      text.append(random.nextInt(10));
    }
    if (random.nextInt(6) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(90) - 45);
    }
    return text.toString();
  }

  private static @Nullable String read(DataType type, String text) {
    return read(type, text, Conversions.STARROCKS);
  }

  /** The texts that are hardest to round: midpoints of neighbours, and a digit to either side. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void midpointsOfFloatsRoundAsJavaRounds(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES / 10; i++) {
      double one = Double.longBitsToDouble(random.nextLong());
      float narrow = Float.intBitsToFloat(random.nextInt());
      if (Double.isFinite(one) && Double.isFinite(Math.nextUp(one))) {
        checkAround(Scalar.DOUBLE, new BigDecimal(one), new BigDecimal(Math.nextUp(one)));
      }
      if (Float.isFinite(narrow) && Float.isFinite(Math.nextUp(narrow))) {
        checkAround(Scalar.FLOAT, new BigDecimal(narrow), new BigDecimal(Math.nextUp(narrow)));
      }
    }
  }

  private static void checkAround(DataType type, BigDecimal one, BigDecimal next) {
    BigDecimal middle = one.add(next).divide(BigDecimal.valueOf(2));
    BigDecimal little = middle.abs().ulp().movePointLeft(3);
    for (BigDecimal value : List.of(one, middle, middle.add(little), middle.subtract(little))) {
      for (String text : List.of(value.toPlainString(), value.toString())) {
        String expected =
            type == Scalar.DOUBLE
                ? Double.toString(Double.parseDouble(text))
                : Float.toString(Float.parseFloat(text));
        assertThat(read(type, text)).as(text).isEqualTo(expected);
      }
    }
  }

  /** At every precision and scale: the largest value, and what rounds to it or beyond it. */
  @Test
  void decimalsEndWhereTheirDigitsEnd() {
    for (int precision = 1; precision <= Decimal.MAX_PRECISION; precision++) {
      for (int scale = 0; scale <= precision; scale++) {
        Decimal type = new Decimal(precision, scale);
        BigDecimal most = new BigDecimal(power(precision).subtract(power(0)), scale);
        BigDecimal half = new BigDecimal(java.math.BigInteger.valueOf(5), scale + 1);
        BigDecimal less = new BigDecimal(java.math.BigInteger.valueOf(4999), scale + 4);
        for (String sign : List.of("", "-", "+")) {
          String shown = (sign.equals("-") ? "-" : "") + most.toPlainString();
          assertThat(read(type, sign + most.toPlainString())).isEqualTo(shown);
          assertThat(read(type, sign + most.add(less).toPlainString())).isEqualTo(shown);
          assertThat(read(type, sign + most.add(half).toPlainString())).isNull();
          assertThat(read(type, sign + most.unscaledValue() + "e-" + scale)).isEqualTo(shown);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void jsonIsWhatJacksonTakes(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < CASES; i++) {
      String text = json(random, 0);
      if (random.nextInt(3) == 0) { // breaks most
        int at = random.nextInt(text.length());
        String signs = "{}[]:,\"\\0-.e tn";
        text =
            text.substring(0, at)
                + signs.charAt(random.nextInt(signs.length()))
                + text.substring(at + random.nextInt(2));
      }
      String read = read(Scalar.JSON, text);
      List<String> tokens = tokens(text);
      assertThat(read != null).as(text).isEqualTo(tokens != null);
      if (read != null) {
        assertThat(tokens(read)).as(text).isEqualTo(tokens);
        assertThat(read(Scalar.JSON, read)).as(text).isEqualTo(read);
      }
    }
  }

  private static String json(Random random, int depth) {
    String blank = random.nextInt(4) == 0 ? " " : "";
    int kind = random.nextInt(depth > 4 ? 5 : 7);
    return blank
        + switch (kind) {
          case 0 -> List.of("true", "false", "null").get(random.nextInt(3));
          case 1 -> Integer.toString(random.nextInt());
          case 2 -> random.nextInt(100) + "." + random.nextInt(100) + "e" + random.nextInt(50);
          case 3, 4 ->
              List.of("\"\"", "\"ä\"", "\"\\n\\u00e4\"", "\"a\\\"b\"").get(random.nextInt(4));
          case 5 -> "[" + items(random, depth, "") + "]";
          default -> "{" + items(random, depth, "\"k\":") + "}";
        }
        + blank;
  }

  private static String items(Random random, int depth, String before) {
    StringBuilder items = new StringBuilder();
    for (int i = random.nextInt(4); i > 0; i--) {
      items.append(before).append(json(random, depth + 1)).append(i > 1 ? "," : "");
    }
    return items.toString();
  }

  /** What the text says, or null if it is not one JSON value. */
  private static @Nullable List<String> tokens(String text) {
    List<String> tokens = new java.util.ArrayList<>();
    try (com.fasterxml.jackson.core.JsonParser parser =
        new com.fasterxml.jackson.core.JsonFactory()
            .createParser(text.getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      int depth = 0;
      int values = 0;
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        values += depth == 0 ? 1 : 0;
        tokens.add(token + " " + parser.getText());
      }
      return values == 1 ? tokens : null;
    } catch (java.io.IOException notJson) {
      return null;
    }
  }

  private static @Nullable String read(DataType type, String text, Conversions rules) {
    byte[] bytes = ("7" + text + "7777777777777777").getBytes(StandardCharsets.UTF_8);
    Vector vector = Vector.allocate(type, 1);
    int end = bytes.length - 16;
    boolean read = ValueReaders.forType(type, rules).read(bytes, 1, end, vector, 0);
    return read ? Values.text(vector, type, 0) : null;
  }
}
