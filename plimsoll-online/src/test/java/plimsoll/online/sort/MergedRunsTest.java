package plimsoll.online.sort;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.storage.local.LocalStorage;

/** Entries of any number of runs come in the order of their bytes, each with its row. */
class MergedRunsTest {
  private static final int LONGEST = 24; // others are shorter than what is looked at first

  @TempDir private Path directory;

  static IntStream seeds() {
    return IntStream.range(0, 60);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void runsAreOneOrder(int seed) throws IOException {
    Random random = new Random(seed);
    LocalStorage storage = new LocalStorage();
    List<Run> runs = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    for (int i = random.nextInt(seed < 30 ? 5 : 200); i > 0; i--) {
      runs.add(run(random, storage, runs.size(), expected));
    }
    expected.sort(Arrays::compareUnsigned);
    List<byte[]> merged = new ArrayList<>();
    try (MergedRuns entries = new MergedRuns(storage, KeySlice.whole(runs, 0), 1 << 20)) {
      while (entries.next()) {
        byte[] tail = bytes(entries.data, entries.keyStart, entries.keyLength);
        assertThat(bytes(entries.data, entries.rowStart, entries.rowLength)).isEqualTo(tail);
        merged.add(tail);
      }
      assertThat(entries.next()).isFalse();
    }
    assertThat(merged).hasSameSizeAs(expected);
    for (int i = 0; i < merged.size(); i++) {
      assertThat(merged.get(i)).isEqualTo(expected.get(i));
    }
  }

  /** A run of few letters, so that many tails begin alike; a tail's row is the tail. */
  private Run run(Random random, LocalStorage storage, int number, List<byte[]> all)
      throws IOException {
    ByteStrings tails = new ByteStrings();
    int count = random.nextInt(30);
    for (int i = 0; i < count; i++) {
      byte[] tail = new byte[3 + random.nextInt(LONGEST - 2)];
      for (int at = 0; at < tail.length - 3; at++) { // few letters: many begin alike
        tail[at] = (byte) (random.nextBoolean() ? 1 : 255);
      }
      tail[tail.length - 2] = (byte) (all.size() >>> 8); // behind a zero: none begins another
      tail[tail.length - 1] = (byte) all.size();
      tails.begin().put(tail, 0, tail.length);
      tails.end();
      all.add(tail);
    }
    try (RunWriter writer =
        new RunWriter(storage, directory.resolve(number + ".run").toString(), 1 << 20)) {
      writer.part(new SortedEntries(tails, tails));
      return writer.finish(false);
    }
  }

  private static byte[] bytes(byte[] data, int start, int length) {
    return Arrays.copyOfRange(data, start, start + length);
  }
}
