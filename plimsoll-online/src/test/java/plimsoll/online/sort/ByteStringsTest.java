package plimsoll.online.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteStringsTest {
  /** Strings of many arrays, and some that are longer than one. */
  @ParameterizedTest
  @CsvSource({"0, 1", "1, 10", "100000, 50", "5000, 1000", "20, 700000", "9, 3000000"})
  void stringsAreWhatWasAddedAndSortAsTheyAre(int count, int most) {
    Random random = new Random(count);
    ByteStrings strings = new ByteStrings();
    for (int round = 0; round < 2; round++) {
      List<byte[]> added = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        byte[] bytes = new byte[random.nextInt(most) + 1];
        random.nextBytes(bytes);
        byte[] string = withEnd(bytes, i);
        strings.begin().put(string, 0, string.length);
        strings.end();
        added.add(string);
      }
      assertThat(strings.count()).isEqualTo(count);
      for (int i = 0; i < count; i++) {
        assertThat(Arrays.equals(string(strings, i), added.get(i))).as("string " + i).isTrue();
      }
      int[] expected =
          IntStream.range(0, count)
              .boxed()
              .sorted((a, b) -> Arrays.compareUnsigned(added.get(a), added.get(b)))
              .mapToInt(Integer::intValue)
              .toArray();
      assertThat(new TailSort(strings).order()).isEqualTo(expected);
      strings.clear();
    }
  }

  @Test
  void longStringLeavesRoomToThoseBehindIt() {
    ByteStrings strings = new ByteStrings();
    for (int i = 0; i < 10_000; i++) {
      byte[] string = new byte[i == 5 || i == 6 ? 1_100_000 : 50];
      strings.begin().put(string, 0, string.length);
      strings.end();
    }
    assertThat(strings.length(5)).isEqualTo(1_100_000);
    assertThat(strings.footprint()).isBetween(2_700_000L, 8_000_000L);
  }

  /** None begins another. */
  private static byte[] withEnd(byte[] bytes, int number) {
    byte[] string = Arrays.copyOf(bytes, bytes.length + 5);
    for (int i = 0; i < bytes.length; i++) {
      string[i] |= 1;
    }
    for (int i = 0; i < 4; i++) {
      string[bytes.length + 1 + i] = (byte) (number >>> (8 * i));
    }
    return string;
  }

  private static byte[] string(ByteStrings strings, int number) {
    int start = strings.start(number);
    return Arrays.copyOfRange(strings.data(number), start, start + strings.length(number));
  }
}
