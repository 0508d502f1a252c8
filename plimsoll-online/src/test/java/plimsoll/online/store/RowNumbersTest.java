package plimsoll.online.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RowNumbersTest {
  static IntStream seeds() {
    return IntStream.range(0, 40);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void isASet(int seed) {
    Random random = new Random(seed);
    RowNumbers all = new RowNumbers();
    Set<Long> expected = new HashSet<>();
    for (int i = random.nextInt(200); i >= 0; i--) {
      long number = number(random);
      all.add(number);
      expected.add(number);
      assertThat(all.count()).isEqualTo(expected.size());
    }
    for (int i = 0; i < 500; i++) {
      long number = number(random);
      assertThat(all.contains(number)).isEqualTo(expected.contains(number));
    }
  }

  /** Of one of three workers, at either side of a chunk's border. */
  private static long number(Random random) {
    return ((long) random.nextInt(3) << 47) + (1L << 30) - 20 + random.nextInt(40);
  }
}
