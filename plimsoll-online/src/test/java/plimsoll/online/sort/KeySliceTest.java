package plimsoll.online.sort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import plimsoll.flow.ByteSink;
import plimsoll.online.key.KeyLayout;
import plimsoll.storage.local.LocalStorage;

/** Slices, one behind the other, are all entries in one order; equal rows are in one slice. */
class KeySliceTest {
  private static final int KEY = 5;
  private static final int PARTS = 3;

  @TempDir private Path directory;

  private final LocalStorage storage = new LocalStorage();

  static IntStream seeds() {
    return IntStream.range(0, 80);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void slicesAreTheWhole(int seed) throws IOException {
    Random random = new Random(seed);
    int letters = 1 + random.nextInt(3); // few: many rows of one key
    List<Run> runs = new ArrayList<>();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      runs.add(run(random, letters, runs.size()));
    }
    int most = 1 + random.nextInt(5);
    for (int part = 0; part < PARTS; part++) {
      List<String> sliced = new ArrayList<>();
      List<KeySlice> slices = KeySlice.of(storage, runs, part, most, 1 + random.nextInt(3000));
      String lastGroup = "";
      for (KeySlice slice : slices) {
        List<String> tails = tails(slice);
        for (String tail : tails) {
          assertThat(tail).isGreaterThan(text(slice.from()));
        }
        if (!tails.isEmpty()) {
          assertThat(group(tails.get(0))).isNotEqualTo(lastGroup);
          lastGroup = group(tails.get(tails.size() - 1));
        }
        sliced.addAll(tails);
      }
      assertThat(slices).hasSizeLessThanOrEqualTo(most);
      assertThat(sliced).isEqualTo(tails(KeySlice.whole(runs, part))).isSorted();
    }
  }

  @Test
  void slicesAreOfAboutTheSameSize() throws IOException {
    Random random = new Random(1);
    List<Run> runs = List.of(run(random, 250, 0, 20_000), run(random, 250, 1, 20_000));
    List<KeySlice> slices = KeySlice.of(storage, runs, 1, 4, 1000);
    assertThat(slices).hasSize(4);
    for (KeySlice slice : slices) {
      assertThat(tails(slice)).hasSizeBetween(9_000, 11_000);
    }
  }

  @Test
  void fewEntriesAreOneSlice() throws IOException {
    List<Run> runs = List.of(run(new Random(1), 250, 0, 100));
    assertThat(KeySlice.of(storage, runs, 0, 4, 1 << 20)).containsExactly(KeySlice.whole(runs, 0));
  }

  /** Of damage: what the marks say is not trusted, and the error says where. */
  @Test
  void damagedMarksAreRefused() throws IOException {
    Run run = run(new Random(1), 250, 0, 200);
    Path file = Path.of(run.path());
    byte[] whole = Files.readAllBytes(file);
    int marks = (int) run.bytes();
    assertThat(whole.length).isGreaterThan(marks + 100);
    for (int cut = marks - 1; cut < marks + 20; cut++) {
      if (cut != marks) {
        assertRefused(run, Arrays.copyOf(whole, cut));
      }
    }
    for (int lengthByte = marks + 12; lengthByte < marks + 16; lengthByte++) {
      byte[] damaged = whole.clone();
      damaged[lengthByte] = (byte) 0xf0;
      assertRefused(run, damaged);
    }
    byte[] elsewhere = whole.clone();
    elsewhere[marks + 8] = 1; // of a mark's place
    assertRefused(run, elsewhere);
  }

  private void assertRefused(Run run, byte[] bytes) throws IOException {
    Files.write(Path.of(run.path()), bytes);
    assertThatThrownBy(() -> KeySlice.of(storage, List.of(run), 0, 2, 1))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(run.path());
  }

  /** One row, many times: there is no border between them. */
  @Test
  void oneKeyIsOneSlice() throws IOException {
    List<Run> runs = List.of(run(new Random(1), 1, 0, 2000), run(new Random(2), 1, 1, 2000));
    List<KeySlice> slices = KeySlice.of(storage, runs, 0, 2, 1000);
    assertThat(slices.stream().map(this::count)).contains(4000);
  }

  private int count(KeySlice slice) {
    try {
      return tails(slice).size();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<String> tails(KeySlice slice) throws IOException {
    List<String> tails = new ArrayList<>();
    try (MergedRuns entries = new MergedRuns(storage, slice, 1 << 20)) {
      while (entries.next()) {
        int end = entries.keyStart + entries.keyLength;
        tails.add(text(Arrays.copyOfRange(entries.data, entries.keyStart, end)));
      }
    }
    return tails;
  }

  private static String text(byte[] tail) {
    StringBuilder text = new StringBuilder();
    for (byte b : tail) {
      text.append(String.format("%02x", b));
    }
    return text.toString();
  }

  /** Of a tail without the row's name. */
  private static String group(String tail) {
    return tail.substring(0, tail.length() - 2 * KeyLayout.ROW_NAME);
  }

  private Run run(Random random, int letters, int number) throws IOException {
    return run(random, letters, number, random.nextInt(200));
  }

  private Run run(Random random, int letters, int number, int count) throws IOException {
    String path = directory.resolve(number + ".run").toString();
    try (RunWriter writer = new RunWriter(storage, path, 1 + random.nextInt(300))) {
      for (int part = 0; part < PARTS; part++) {
        writer.part(entries(random, letters, number, count));
      }
      return writer.finish(false);
    }
  }

  private static Entries entries(Random random, int letters, int run, int count) {
    ByteStrings tails = new ByteStrings();
    ByteStrings rows = new ByteStrings();
    for (int i = 0; i < count; i++) {
      byte[] tail = new byte[KEY + KeyLayout.BEHIND_COLUMNS];
      for (int at = 0; at < KEY; at++) {
        tail[at] = (byte) (random.nextInt(letters) + 5);
      }
      KeyLayout.setLong(tail, tail.length - KeyLayout.ROW_NAME, run);
      KeyLayout.setLong(tail, tail.length - Long.BYTES, i);
      tails.begin().put(tail, 0, tail.length);
      tails.end();
      ByteSink unused = rows.begin();
      rows.end();
    }
    return new SortedEntries(tails, rows);
  }
}
