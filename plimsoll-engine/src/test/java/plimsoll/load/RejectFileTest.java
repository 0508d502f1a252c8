package plimsoll.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog.ChunkRejects;
import plimsoll.flow.RowBytes;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.read.Source;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

class RejectFileTest {
  private final OneFile storage = new OneFile();
  private final Progress progress = new Progress();
  private final RejectFile file = file(LoadBounds.ANY, 64 << 20);

  private RejectFile file(long rows, long bytes) {
    return new RejectFile(
        new Loads.RejectPlace(storage, "/rejects", bytes),
        7,
        LoadBounds.within(Duration.ofMinutes(1)).keepingRejects(rows),
        FORM,
        new Outlook(0, null, null),
        progress);
  }

  @Test
  void withoutRowsThereIsNoFile() {
    file.chunk(0, "f", true).close(10);
    file.finish();
    assertThat(file.name()).isNull();
    assertThat(storage.steps).isEmpty();
  }

  @Test
  void rowsComeInInputOrderWithLinesOfTheInput() throws IOException {
    ChunkRejects first = file.chunk(0, "f", true);
    ChunkRejects second = file.chunk(1, "f", false);
    ChunkRejects other = file.chunk(2, "g", true);
    reject(other, 0, "c");
    other.close(5);
    reject(second, 4, "b");
    second.close(100);
    reject(first, 2, "a");
    first.close(10);
    file.finish();
    assertThat(kept()).containsExactly("a3", "b15", "c1");
    assertThat(progress.filtered()).isEqualTo(3);
  }

  /** What the log says, as its reader reads it. */
  private List<String> kept() throws IOException {
    List<String> kept = new ArrayList<>();
    try (RejectedRows rows = storage.read()) {
      for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
        kept.add(row.rawText() + row.line());
      }
    }
    return kept;
  }

  @Test
  void chunkWhoseTurnItIsIsNotHeld() throws IOException {
    ChunkRejects first = file.chunk(0, "f", true);
    reject(first, 0, "x".repeat(100_000));
    assertThat(storage.content.size()).isGreaterThan(100_000);
    ChunkRejects second = file.chunk(1, "f", false);
    reject(second, 0, "y".repeat(100_000));
    assertThat(storage.content.size()).isLessThan(200_000);
    first.close(3);
    assertThat(storage.content.size()).isGreaterThan(200_000);
    second.close(1);
    file.finish();
    assertThat(kept()).extracting(row -> row.substring(99_999)).containsExactly("x1", "y4");
  }

  @Test
  void onlyAsManyRowsAreKeptAsAreAskedFor() throws IOException {
    RejectFile few = file(2, 1 << 20);
    ChunkRejects second = few.chunk(1, "f", false);
    reject(second, 0, "b");
    second.close(1);
    ChunkRejects first = few.chunk(0, "f", true);
    reject(first, 0, "a");
    reject(first, 1, "c");
    first.close(2);
    few.finish();
    assertThat(kept()).containsExactly("a1", "c2");
    assertThat(few.kept()).isEqualTo(2);
    assertThat(progress.filtered()).isEqualTo(3);
  }

  @Test
  void withNoneToKeepThereIsNoFile() {
    RejectFile none = file(0, 1 << 20);
    ChunkRejects chunk = none.chunk(0, "f", true);
    reject(chunk, 0, "a");
    chunk.close(1);
    none.finish();
    assertThat(none.name()).isNull();
    assertThat(progress.filtered()).isEqualTo(1);
    assertThat(storage.steps).isEmpty();
  }

  /** Whatever order chunks come in, what is kept are the first rows of the input. */
  @Test
  void whereRoomEndsTheFirstRowsAreKept() throws IOException {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      storage.content.reset();
      RejectFile small = file(LoadBounds.ANY, 3_000 + random.nextInt(6_000));
      List<ChunkRejects> open = new ArrayList<>();
      List<Integer> next = new ArrayList<>();
      int chunks = 0;
      while (chunks < 20 || !open.isEmpty()) {
        if (chunks < 20 && (open.size() < 4 && random.nextBoolean() || open.isEmpty())) {
          open.add(small.chunk(chunks, "f", chunks == 0));
          next.add(10 * chunks++);
          continue;
        }
        int one = random.nextInt(open.size());
        int row = next.get(one);
        if (row % 10 == 9 || random.nextInt(8) == 0) {
          open.remove(one).close(10);
          next.remove(one);
        } else {
          reject(open.get(one), row % 10, "r" + "-".repeat(random.nextInt(300)) + row + "-");
          next.set(one, row + 1);
        }
      }
      small.finish();
      List<Long> lines =
          kept().stream().map(row -> Long.valueOf(row.replaceAll(".*-", ""))).toList();
      List<Long> places =
          kept().stream()
              .map(row -> Long.valueOf(row.replaceAll("r-*(\\d+)-.*", "$1")) + 1)
              .toList();
      assertThat(lines).as("seed %d", seed).isSorted().isNotEmpty().isEqualTo(places);
      assertThat(small.kept()).isEqualTo(lines.size());
    }
  }

  /** It has failed at the first bad row; what it reads on for is the report. */
  @Test
  void loadThatBearsNoBadRowStopsWhenNoMoreAreKept() {
    RejectFile small = file(LoadBounds.ANY, 5_000);
    ChunkRejects chunk = small.chunk(0, "f", true);
    reject(chunk, 0, "x".repeat(3_000));
    reject(chunk, 1, "x".repeat(3_000));
    progress.loaded(20); // may be those of a batch behind these rows
    progress.checkStopped();
    small.chunk(1, "f", false);
    assertThatThrownBy(progress::checkStopped)
        .hasMessageContaining("too many filtered rows")
        .hasMessageContaining("The load stopped early, at 2 bad rows: max_filter_ratio is 0.")
        .hasMessageContaining("Only the first bad row is kept.");
  }

  /** All of its input is read then. */
  @Test
  void loadDoesNotStopWhereNoMoreAreKeptOfItsEnd() {
    RejectFile small = file(LoadBounds.ANY, 5_000);
    ChunkRejects first = small.chunk(0, "f", true);
    ChunkRejects last = small.chunk(1, "f", false);
    reject(last, 0, "x".repeat(3_000));
    last.close(1);
    reject(first, 0, "x".repeat(3_000));
    reject(first, 1, "x".repeat(3_000));
    first.close(2);
    small.finish();
    progress.checkStopped();
    assertThat(small.kept()).isEqualTo(1);
  }

  @Test
  void rowsOfAQueryStopItTooWhenNoMoreAreKept() {
    RejectFile small = file(LoadBounds.ANY, 5_000);
    RejectedRow row =
        new RejectedRow(
            "f", 1, 0, new Fault(ErrorCode.BAD_VALUE, "why", "c", "x"), new byte[3_000]);
    small.add(row);
    small.add(row);
    progress.checkStopped();
    small.add(row);
    assertThatThrownBy(progress::checkStopped)
        .hasMessageContaining("at 3 bad rows: max_filter_ratio is 0. Only the first bad row is");
  }

  /** 100 bytes and 10 fields: a good row has 10 bytes at least. */
  @Test
  void loadThatBearsSomeStopsWhenEvenGoodRowsOnlyWouldNotDo() {
    RejectFile half = bearing(0.5, new Source.Extent(1, 100));
    ChunkRejects first = half.chunk(0, "f", true);
    for (int i = 0; i < 7; i++) {
      reject(first, i, "x".repeat(3_000));
    }
    progress.loaded(1);
    progress.parsed(50);
    first.close(8);
    progress.checkStopped(); // 7 bad of 1 + (50 + 1) / 10 + 7 = 13 are too many, but it ends here
    half.chunk(1, "f", false);
    assertThatThrownBy(progress::checkStopped)
        .hasMessageContaining("The load stopped early, at 7 bad rows: max_filter_ratio is 0.5, and")
        .hasMessageContaining("7 bad rows are more than that of the 13 rows that there can be")
        .hasMessageContaining("there can be at most. Only the first bad row is kept.");
  }

  @Test
  void loadThatCanStillPassGoesOn() {
    RejectFile half = bearing(0.5, new Source.Extent(1, 100));
    ChunkRejects first = half.chunk(0, "f", true);
    for (int i = 0; i < 7; i++) {
      reject(first, i, "x".repeat(3_000));
    }
    progress.loaded(1);
    progress.parsed(41); // 7 of 1 + (59 + 1) / 10 + 7 = 14
    first.close(8);
    half.chunk(1, "f", false);
    progress.checkStopped();
  }

  @Test
  void loadOfUnknownLengthIsReadToItsEnd() {
    RejectFile half = bearing(0.5, null);
    ChunkRejects first = half.chunk(0, "f", true);
    reject(first, 0, "x".repeat(3_000));
    reject(first, 1, "x".repeat(3_000));
    first.close(2);
    half.chunk(1, "f", false);
    progress.checkStopped();
  }

  @Test
  void loadGoesOnAsLongAsItsBadRowsAreKept() {
    RejectFile half = bearing(0.5, new Source.Extent(1, 100));
    ChunkRejects first = half.chunk(0, "f", true);
    for (int i = 0; i < 10; i++) {
      reject(first, i, "x");
    }
    progress.parsed(99);
    first.close(10);
    half.chunk(1, "f", false);
    progress.checkStopped();
  }

  private RejectFile bearing(double ratio, Source.@Nullable Extent extent) {
    List<@Nullable String> fields = Collections.nCopies(10, "c");
    InputForm form =
        new InputForm(
            CsvOptions.rfc4180(), fields, List.of(), BadValuePolicy.REJECT, ZoneId.of("UTC"));
    return new RejectFile(
        new Loads.RejectPlace(storage, "/rejects", 5_000),
        7,
        LoadBounds.within(Duration.ofMinutes(1)).bearing(ratio),
        FORM,
        new Outlook(ratio, extent, form),
        progress);
  }

  /** As above, where the rows behind were lost while they waited for their turn. */
  @Test
  void loadThatBearsNoBadRowStopsWhenTheTurnComesToRowsThatWereLost() throws IOException {
    RejectFile small = file(LoadBounds.ANY, 100_000);
    ChunkRejects first = small.chunk(0, "f", true);
    ChunkRejects second = small.chunk(1, "f", false);
    reject(second, 0, "x".repeat(60_000));
    reject(second, 1, "y".repeat(60_000));
    second.close(10);
    progress.checkStopped();
    reject(first, 0, "a");
    progress.checkStopped();
    first.close(5);
    progress.checkStopped();
    small.chunk(2, "f", false);
    assertThatThrownBy(progress::checkStopped)
        .hasMessageContaining(
            "at 3 bad rows: max_filter_ratio is 0. Only the first 2 bad rows are");
    small.finish();
    assertThat(kept()).extracting(row -> row.replaceAll("x+", "x")).containsExactly("a1", "x6");
  }

  @Test
  void rowsThatCannotBeKeptAreCountedAndNotCopied() {
    RejectFile small = file(LoadBounds.ANY, 100_000);
    ChunkRejects second = small.chunk(1, "f", false);
    reject(second, 0, "x".repeat(60_000));
    reject(second, 1, "y".repeat(60_000));
    ChunkRejects third = small.chunk(2, "f", false);
    RowBytes uncopyable = new RowBytes(new byte[0], 5, 10);
    Fault fault = new Fault(ErrorCode.BAD_VALUE, "why", "c", "");
    second.reject(2, 0, fault, uncopyable);
    third.reject(0, 0, fault, uncopyable);
    assertThat(progress.filtered()).isEqualTo(4);
    ChunkRejects first = small.chunk(0, "f", true);
    assertThatThrownBy(() -> first.reject(0, 0, fault, uncopyable))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  /** The first bad row of all says what is wrong, whichever chunk it is in. */
  @Test
  void rowThatIsLongerThanAllThatMayWaitIsKeptIfItIsTheFirst() throws IOException {
    RejectFile small = file(LoadBounds.ANY, 1_000);
    ChunkRejects first = small.chunk(0, "f", true);
    ChunkRejects second = small.chunk(1, "f", false);
    ChunkRejects third = small.chunk(2, "f", false);
    reject(third, 0, "z".repeat(5_000));
    reject(second, 0, "y".repeat(5_000));
    first.close(1);
    second.close(1);
    third.close(1);
    small.finish();
    assertThat(kept()).containsExactly("y".repeat(5_000) + 2);
  }

  @Test
  void asMuchWaitsAsTheFileMayTakeWhileThereIsMemory() {
    assertThat(RejectFile.mostHeld(1 << 30, 16L << 30)).isEqualTo(1 << 30);
    assertThat(RejectFile.mostHeld(1 << 30, 256 << 20)).isEqualTo(32 << 20);
  }

  @Test
  void loadThatAsksForFewRowsCountsThemAll() {
    RejectFile few = file(1, 5_000);
    ChunkRejects chunk = few.chunk(0, "f", true);
    reject(chunk, 0, "a");
    reject(chunk, 1, "b");
    progress.checkStopped();
    assertThat(progress.filtered()).isEqualTo(2);
  }

  @Test
  void rowsBehindAChunkThatNeverEndedHaveNoLine() throws IOException {
    ChunkRejects second = file.chunk(1, "f", false);
    reject(second, 4, "b");
    second.close(10);
    ChunkRejects other = file.chunk(2, "g", true);
    reject(other, 4, "c");
    other.close(10);
    file.finish();
    assertThat(kept()).containsExactly("b0", "c5");
  }

  @Test
  void fileThatCannotBeWrittenIsRemovedAndNotNamed() {
    storage.writesLeft = 2; // the first line and a row
    ChunkRejects chunk = file.chunk(0, "f", true);
    String large = "x".repeat(100_000);
    reject(chunk, 0, large);
    assertThatThrownBy(() -> reject(chunk, 1, large))
        .isInstanceOf(PlimsollException.class)
        .extracting("code")
        .isEqualTo(ErrorCode.DISK_FULL);
    reject(chunk, 2, "b");
    chunk.close(3);
    file.finish();
    assertThat(file.name()).isNull();
    assertThat(file.mayRemain()).isTrue();
    assertThat(storage.steps).containsExactly("create", "close", "delete");
  }

  @Test
  void rowsThatWaitForTheirTurnAreWrittenAtTheEnd() {
    storage.writesLeft = 0;
    ChunkRejects second = file.chunk(1, "f", false);
    reject(second, 0, "b");
    second.close(1);
    assertThatThrownBy(file::finish).isInstanceOf(PlimsollException.class);
    file.finish();
    assertThat(file.name()).isNull();
    assertThat(storage.steps).containsExactly("create", "close", "delete");
  }

  @Test
  void formOfTheInputIsKept() throws IOException {
    ChunkRejects chunk = file.chunk(0, "f", true);
    reject(chunk, 0, "a");
    chunk.close(1);
    file.finish();
    try (RejectedRows rows = storage.read()) {
      InputForm read = rows.form().orElseThrow();
      assertThat(CsvOption.write(read.csv())).isEqualTo(CsvOption.write(FORM.csv()));
      assertThat(read.csv().nullWordsAt()).isEqualTo(FORM.csv().nullWordsAt());
      assertThat(read.csv().columnOf()).isEqualTo(FORM.csv().columnOf());
      assertThat(read.fields()).isEqualTo(FORM.fields());
      assertThat(read.header()).isEqualTo(FORM.header());
      assertThat(read.badValues()).isEqualTo(FORM.badValues());
      assertThat(read.zone()).isEqualTo(FORM.zone());
      assertThat(new String(read.headerLine(), StandardCharsets.UTF_8)).isEqualTo("id|\"b c\"\r\n");
    }
  }

  private static final InputForm FORM =
      new InputForm(
          CsvOptions.rfc4180().toBuilder()
              .separator(new byte[] {'|'})
              .recordEnd(CsvOptions.RecordEnd.bytes(new byte[] {'\r', '\n'}))
              .nullMarkers(List.of("\\N", "a\"\u0001"))
              .nullWordsAt(Map.of(1, List.of("NA")))
              .columnOf(Map.of("b c", "b"))
              .build(),
          Arrays.asList("id", null),
          List.of("id", "b c"),
          BadValuePolicy.REJECT,
          ZoneId.of("Asia/Shanghai"));

  @Test
  void logsOfOlderVersionsAreRead() throws IOException {
    String old =
        "{\"source\":\"t.csv\",\"line\":2,\"byte_offset\":19,\"column\":\"id\",\"value\":\"x\","
            + "\"error\":\"BAD_VALUE\",\"reason\":\"no number\",\"raw\":\"x,Rome\"}\n";
    storage.content.writeBytes((old + old).getBytes(StandardCharsets.UTF_8));
    try (RejectedRows rows = storage.read()) {
      assertThat(rows.form()).isEmpty();
      RejectedRow row = rows.next();
      assertThat(row).isNotNull();
      assertThat(row.reason()).isEqualTo("no number");
      assertThat(row.valueStart()).isNegative();
      assertThat(row.error()).isEqualTo(ErrorCode.BAD_VALUE);
      assertThat(rows.next()).isNotNull();
      assertThat(rows.next()).isNull();
    }
    assertThat(kept()).containsExactly("x,Rome2", "x,Rome2");
  }

  @Test
  void fileIsSyncedBeforeItsName() {
    ChunkRejects chunk = file.chunk(0, "f", true);
    reject(chunk, 0, "a");
    chunk.close(1);
    file.finish();
    file.finish();
    assertThat(file.name()).startsWith("error_log_0000000000000007_");
    assertThat(storage.steps).containsExactly("create", "sync", "close", "syncDirectory");
  }

  @Test
  void rowsAreKeptWholeAndByteForByte() throws IOException {
    byte[] odd = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    odd[0] = (byte) 0xff;
    byte[] text = "é\u0001\r\n\"\u2028\uFFFD".getBytes(StandardCharsets.UTF_8);
    ChunkRejects chunk = file.chunk(0, "f", true);
    chunk.reject(0, 9, Fault.badUtf8("c", odd), new RowBytes(odd, 0, odd.length, 0, 7));
    chunk.reject(0, 9, Fault.badUtf8("c", odd), new RowBytes(text, 0, text.length));
    chunk.reject(0, 9, Fault.badUtf8("c", odd), new RowBytes(text, 2, 2));
    chunk.close(1);
    file.finish();
    try (RejectedRows rows = storage.read()) {
      RejectedRow first = rows.next();
      assertThat(first).isNotNull();
      assertThat(first.raw()).isEqualTo(odd);
      assertThat(first.isText()).isFalse();
      assertThat(first.valueStart()).isZero();
      assertThat(first.valueEnd()).isEqualTo(7);
      assertThat(first.value()).hasSize(Fault.MOST_VALUE);
      RejectedRow second = rows.next();
      assertThat(second).isNotNull();
      assertThat(second.raw()).isEqualTo(text);
      assertThat(second.isText()).isTrue();
      RejectedRow third = rows.next();
      assertThat(third).isNotNull();
      assertThat(third.raw()).isEmpty();
    }
  }

  /** Error logs are given to whoever knows their name, so one name must not tell the next. */
  @Test
  void namesCannotBeForeseen() {
    long first = seed(secret());
    long second = seed(secret());
    assertThat(second - first).isNotEqualTo(0x9e3779b97f4a7c15L);
  }

  private long secret() {
    RejectFile next =
        new RejectFile(
            new Loads.RejectPlace(new OneFile(), "/rejects"),
            7,
            LoadBounds.within(Duration.ofMinutes(1)),
            null,
            new Outlook(0, null, null),
            progress);
    ChunkRejects chunk = next.chunk(0, "f", true);
    reject(chunk, 0, "a");
    chunk.close(1);
    next.finish();
    String name = String.valueOf(next.name());
    return Long.parseUnsignedLong(name.substring(name.lastIndexOf('_') + 1), 16);
  }

  /** Undoes the mixing of the platform's quick generators, whose seeds differ by a known step. */
  private static long seed(long random) {
    long z = (random ^ (random >>> 33)) * 0x9cb4b2f8129337dbL;
    z = (z ^ (z >>> 33)) * 0x4f74430c22a54005L;
    return z ^ (z >>> 33);
  }

  private static void reject(ChunkRejects chunk, long line, String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
    Fault fault = new Fault(ErrorCode.BAD_VALUE, "why", "c", raw);
    chunk.reject(line, 0, fault, new RowBytes(bytes, 0, bytes.length));
  }

  /** Keeps what is written to its one file and the order of steps. */
  private static final class OneFile implements Storage {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final List<String> steps = new ArrayList<>();

    private int writesLeft = Integer.MAX_VALUE;

    RejectedRows read() throws IOException {
      return new RejectReader("error_log_1", new ByteArrayInputStream(content.toByteArray()));
    }

    @Override
    public OutputFile create(String path) {
      steps.add("create");
      return new OutputFile() {
        @Override
        public String path() {
          return path;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) throws IOException {
          if (writesLeft-- <= 0) {
            content.write(buffer, offset, length / 2);
            throw new IOException("No space left on device");
          }
          content.write(buffer, offset, length);
        }

        @Override
        public long position() {
          return content.size();
        }

        @Override
        public void sync() {
          steps.add("sync");
        }

        @Override
        public void close() {
          steps.add("close");
        }
      };
    }

    @Override
    public void syncDirectory(String directory) {
      steps.add("syncDirectory");
    }

    @Override
    public InputFile open(String path) throws IOException {
      throw new IOException(path);
    }

    @Override
    public boolean exists(String path) {
      return false;
    }

    @Override
    public List<FileStatus> list(String directory) {
      return List.of();
    }

    @Override
    public List<FileStatus> walk(String directory) {
      return List.of();
    }

    @Override
    public List<FileStatus> match(String pattern) {
      return List.of();
    }

    @Override
    public void delete(String path) {
      steps.add("delete");
    }

    @Override
    public void deleteTree(String directory) {}
  }
}
