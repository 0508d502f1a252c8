package plimsoll.lake.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Test;
import plimsoll.convert.Utf8;

class SpanRangeTest {
  private static final PrimitiveType TEXT =
      Types.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named("text");
  private static final PrimitiveType BYTES =
      Types.required(PrimitiveTypeName.BINARY).named("bytes");
  private static final int[] POINTS = {
    'a', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x10FFFE, 0x10FFFF
  };

  @Test
  void boundsOfTextHoldItAndStayShortAndText() {
    Random random = new Random(1);
    for (int round = 0; round < 20_000; round++) {
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        values.add(text(random).getBytes(StandardCharsets.UTF_8));
      }
      Bounds bounds = Bounds.of(TEXT, values);
      bounds.assertHold(values);
      assertThat(bounds.min.length).isLessThanOrEqualTo(SpanRange.KEPT);
      assertThat(Utf8.isValid(bounds.min, 0, bounds.min.length)).isTrue();
      assertThat(Utf8.isValid(bounds.max, 0, bounds.max.length)).isTrue();
      assertThat(bounds.max.length <= SpanRange.KEPT + 1 || isTop(bounds.max)).isTrue();
    }
  }

  private static boolean isTop(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8)
        .codePoints()
        .limit(16)
        .allMatch(c -> c == 0x10FFFF);
  }

  /** Few different characters, so that starts are equal beyond what is kept. */
  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int first = POINTS[random.nextInt(POINTS.length)];
    int length = random.nextInt(90);
    int odd = random.nextInt(90);
    for (int i = 0; i < length; i++) {
      text.appendCodePoint(i == odd ? POINTS[random.nextInt(POINTS.length)] : first);
    }
    return text.toString();
  }

  @Test
  void boundsOfBytesHoldThem() {
    Random random = new Random(2);
    for (int round = 0; round < 20_000; round++) {
      List<byte[]> values = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        byte[] value = new byte[random.nextInt(80)];
        Arrays.fill(value, (byte) (random.nextBoolean() ? 0xFF : random.nextInt()));
        if (value.length > 0 && random.nextBoolean()) {
          value[random.nextInt(value.length)] = (byte) random.nextInt();
        }
        values.add(value);
      }
      Bounds.of(BYTES, values).assertHold(values);
    }
  }

  @Test
  void shortValuesAreTheirOwnBounds() {
    Bounds bounds = Bounds.of(TEXT, List.of("b".getBytes(StandardCharsets.UTF_8), new byte[0]));
    assertThat(bounds.min).isEmpty();
    assertThat(bounds.max).isEqualTo(new byte[] {'b'});
  }

  private record Bounds(byte[] min, byte[] max) {
    static Bounds of(PrimitiveType type, List<byte[]> values) {
      SpanRange range = new SpanRange(type, false);
      for (byte[] value : values) {
        byte[] padded = new byte[value.length + 20];
        System.arraycopy(value, 0, padded, 3, value.length);
        range.add(padded, 3, value.length);
      }
      Statistics<?> statistics = range.statistics();
      return new Bounds(statistics.getMinBytes(), statistics.getMaxBytes());
    }

    void assertHold(List<byte[]> values) {
      for (byte[] value : values) {
        assertThat(Arrays.compareUnsigned(min, value)).isLessThanOrEqualTo(0);
        assertThat(Arrays.compareUnsigned(max, value)).isGreaterThanOrEqualTo(0);
      }
    }
  }
}
