package plimsoll.online.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.model.Batch;
import plimsoll.model.Ttl;
import plimsoll.online.Online;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.OnlineWriter;
import plimsoll.online.write.StagedLoad;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.local.LocalStorage;

class OnlineStoreTest {
  private static final OnlineStore.Sizes FILES = new OnlineStore.Sizes(1 << 16, 0, 16);
  private static final OnlineStore.Sizes BATCHES = new OnlineStore.Sizes(1 << 20, 1 << 20, 16);
  private static final long MINUTE = 60_000_000L;

  @TempDir Path directory;
  private Online online;

  @BeforeEach
  void open() throws IOException {
    online = new Online(directory, FILES);
  }

  @AfterEach
  void close() throws IOException {
    online.close();
  }

  private static OnlineTable table(Ttl ttl) {
    return Online.table(Online.SCHEMA, index("c1", "c3", ttl));
  }

  private static OnlineIndex index(String key, String time, Ttl ttl) {
    return OnlineIndex.declared(Online.SCHEMA, List.of(key), time, ttl);
  }

  private static List<Object> row(String key, Integer second, long time, String text) {
    return Arrays.asList(key, second, time, text);
  }

  private List<List<Object>> read(OnlineTable table, String key, long now) throws IOException {
    return online.read(table, 0, Arrays.asList((Object) key), Long.MIN_VALUE, Long.MAX_VALUE, now);
  }

  @Test
  void rowsOfOneKeyAndTimeAreAllKept() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(row("a", i % 3, 5, "same"));
    }
    Published published = online.store.publish(1, List.of(online.stage(table, rows, 3, 0, false)));
    assertThat(published).isEqualTo(new Published(false, 100, 0));
    assertThat(read(table, "a", 0)).hasSize(100);
  }

  @Test
  void nullAndEmptyKeysAreDifferentKeys() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = List.of(row(null, 1, 5, "null"), row("", 2, 5, "empty"));
    online.store.publish(1, List.of(online.stage(table, rows, 1, 0, false)));
    assertThat(read(table, null, 0)).containsExactly(rows.get(0));
    assertThat(read(table, "", 0)).containsExactly(rows.get(1));
  }

  @Test
  void limitStopsAtTheNewestRows() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      rows.add(row("a", 0, i, "x"));
    }
    online.store.publish(1, List.of(online.stage(table, rows, 2, 0, false)));
    try (OnlineRows read =
        online.store.read(table, 0, Online.key(table, 0, List.of("a")), 0, Long.MAX_VALUE, 3, 0)) {
      assertThat(Online.all(table, read).stream().map(row -> row.get(2)))
          .containsExactly(19L, 18L, 17L);
    }
  }

  @Test
  void rowsAreReadAtOnceWhenTheirBlocksAreInMemory() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      rows.add(row("k" + i, 0, i, "x"));
    }
    online.store.publish(1, List.of(online.stage(table, rows, 2, 0, false)));

    assertThatThrownBy(() -> atOnce(table, "k7", -1)).isInstanceOf(NotAtOnceException.class);
    List<List<Object>> read = read(table, "k7", 0);
    assertThat(read).hasSize(1);
    assertThat(atOnce(table, "k7", -1)).isEqualTo(read);
    assertThat(atOnce(table(Ttl.NONE), "k7", -1)).as("a table that was never loaded").isEmpty();
  }

  @Test
  void rowsOfOneKeyAreReadAtOnceAsFarAsTheyAreInMemory() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      rows.add(row("a", 0, i, "some text of row " + i));
    }
    online.store.publish(1, List.of(online.stage(table, rows, 2, 0, false)));
    try (OnlineRows newest =
        online.store.read(table, 0, Online.key(table, 0, List.of("a")), 0, Long.MAX_VALUE, 3, 0)) {
      assertThat(Online.all(table, newest)).hasSize(3);
    }
    assertThat(atOnce(table, "a", 3)).hasSize(3);
    assertThatThrownBy(() -> atOnce(table, "a", -1)).isInstanceOf(NotAtOnceException.class);
    List<List<Object>> all = read(table, "a", 0);
    assertThat(all).hasSize(1_000);
    assertThat(atOnce(table, "a", -1)).isEqualTo(all);
  }

  @Test
  void longRowsAreNotReadAtOnce() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows =
        List.of(row("a", 0, 1, "x".repeat(40_000)), row("a", 0, 2, "y".repeat(40_000)));
    online.store.publish(1, List.of(online.stage(table, rows, 2, 0, false)));
    List<List<Object>> all = read(table, "a", 0);
    assertThat(all).hasSize(2);
    assertThat(atOnce(table, "a", 1)).isEqualTo(all.subList(0, 1));
    assertThatThrownBy(() -> atOnce(table, "a", 2)).isInstanceOf(NotAtOnceException.class);
  }

  private List<List<Object>> atOnce(OnlineTable table, String key, long limit) throws IOException {
    try (OnlineRows rows =
        online.store.readAtOnce(
            table, 0, Online.key(table, 0, List.of(key)), 0, Long.MAX_VALUE, limit, 0)) {
      return Online.all(table, rows);
    }
  }

  @Test
  void aTableThatWasNeverLoadedIsEmpty() throws IOException {
    assertThat(read(table(Ttl.NONE), "a", 0)).isEmpty();
  }

  @Test
  void filesOfALoadDoNotOverlap() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      rows.add(row("k" + i % 17, i % 5, i, "text"));
    }
    StagedLoad staged = online.stage(table, rows, 3, 0, false);
    assertThat(staged.runs()).isEmpty();
    assertThat(staged.files()).isNotEmpty().allMatch(file -> Files.exists(Path.of(file)));
    online.store.publish(1, List.of(staged));
    assertThat(staged.files()).allMatch(file -> Files.exists(Path.of(file)));
    online.store.discard(staged);
    assertThat(files()).isEmpty();
    assertThat(online.read(table, 0, null, 0, Long.MAX_VALUE, 0)).hasSize(3_000);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("staged"))) {
      return files.map(Path::toString).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void loadsOfSeveralTablesAreOnePublish(boolean asFiles) throws IOException {
    online.close();
    online = new Online(directory, asFiles ? FILES : BATCHES);
    OnlineTable a = table(Ttl.NONE);
    OnlineTable b = table(Ttl.NONE);
    StagedLoad toA = online.stage(a, List.of(row("a", 1, 1, "x")), 1, 0, false);
    StagedLoad toB = online.stage(b, List.of(row("a", 1, 1, "x")), 1, 0, true);
    assertThat(online.store.publish(1, List.of(toA, toB)).added()).isEqualTo(2);
    assertThat(online.store.publish(1, List.of(toA, toB)).isRepeated()).isTrue();
    assertThat(read(a, "a", 0)).hasSize(1);
    assertThat(read(b, "a", 0)).hasSize(1);
    assertThatThrownBy(() -> online.store.publish(2, List.of(toA, toA)))
        .hasMessageContaining("two loads of one table under commit 2");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void commitsPublishedTogetherAreDoneInTheirOrder(boolean asFiles) throws IOException {
    online.close();
    online = new Online(directory, asFiles ? FILES : BATCHES);
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = List.of(row("a", 1, 1, "x"));
    OnlineCommit first = commit(1, online.stage(table, rows, 1, 0, false));
    OnlineCommit second = commit(2, online.stage(table, rows, 1, 0, true));
    OnlineCommit third = commit(3, online.stage(table, rows, 1, 0, false));
    assertThat(online.store.publish(List.of(first, second, third)))
        .containsExactly(
            new Published(false, 1, 0), new Published(false, 0, 1), new Published(false, 1, 0));
    OnlineCommit fourth = commit(4, online.stage(table, rows, 1, 0, false));
    assertThat(online.store.publish(List.of(second, third, fourth)))
        .containsExactly(
            new Published(true, 0, 1), new Published(true, 1, 0), new Published(false, 1, 0));
    assertThat(read(table, "a", 0)).hasSize(3);
  }

  private static OnlineCommit commit(long number, StagedLoad load) {
    return new OnlineCommit(number, List.of(load));
  }

  @Test
  void whatAKilledPublishLeftIsRemovedAtTheNextStart() throws IOException {
    Files.createDirectories(directory.resolve("staged"));
    Files.createFile(directory.resolve("staged/publish-7-link-0.sst"));
    Path staged = Files.createFile(directory.resolve("staged/1-2-sorted-0.sst"));
    online.reopen();
    assertThat(files()).containsExactly(staged.toString());
  }

  @Test
  void filesOfDeadEpochsAreSweptUnlessACommitNeedsThem() throws IOException {
    Path staged = directory.resolve("staged");
    Path needed = Files.createFile(staged.resolve("3-8-sorted-0.sst"));
    Path dead = Files.createFile(staged.resolve("3-9-0-0.run"));
    Files.createFile(staged.resolve("4-10-0-0.run"));
    assertThat(online.store.sweep(4, Set.of(needed.toString()))).containsExactly(dead.toString());
    assertThat(files()).hasSize(2).contains(needed.toString());
  }

  @Test
  void settledCommitsStayApplied() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    StagedLoad load = online.stage(table, List.of(row("a", 1, 1, "x")), 1, 0, false);
    online.store.publish(3, List.of(load));
    online.store.settled(5);
    online.reopen();
    assertThat(online.store.isApplied(5)).isTrue();
    assertThat(online.store.isApplied(6)).isFalse();
    assertThat(online.store.publish(3, List.of(load)).isRepeated()).isTrue();
    assertThat(read(table, "a", 0)).hasSize(1);
  }

  @Test
  void deletedRowsDoNotComeBackWhenTheirLoadIsDoneAgain() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    StagedLoad load = online.stage(table, List.of(row("a", 1, 1, "x")), 1, 0, false);
    online.store.publish(1, List.of(load));
    assertThat(
            online.store.delete(
                2, table, 0, Online.key(table, 0, List.of("a")), 0, Long.MAX_VALUE, 0))
        .isEqualTo(1);
    online.reopen();
    online.store.publish(1, List.of(load));
    online.store.delete(2, table, 0, null, 0, Long.MAX_VALUE, 0);
    assertThat(read(table, "a", 0)).isEmpty();
  }

  @Test
  void aDroppedTableLeavesNothing() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    online.store.publish(
        1, List.of(online.stage(table, List.of(row("a", 1, 1, "x")), 1, 0, false)));
    online.store.drop(2, table.id());
    assertThat(read(table, "a", 0)).isEmpty();
    online.reopen();
    assertThat(online.store.reclaimDropped()).isEqualTo(1);
    assertThat(online.store.reclaimDropped()).isZero();
    assertThat(read(table, "a", 0)).isEmpty();
  }

  @Test
  void loadOfADroppedTableIsABug() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    StagedLoad load = online.stage(table, List.of(row("a", 1, 1, "x")), 1, 0, false);
    online.store.drop(1, table.id());
    assertThatThrownBy(() -> online.store.publish(2, List.of(load)))
        .hasMessageContaining("which the online store does not have");
  }

  @Test
  void lateRowsAreCountedAndNotShown() throws IOException {
    OnlineTable table = table(new Ttl(Ttl.Kind.ABSOLUTE, 10, 0));
    long now = 100 * MINUTE;
    List<List<Object>> rows =
        List.of(
            row("a", 1, (now - 10 * MINUTE) / 1000, "just in time"),
            row("a", 1, (now - 10 * MINUTE) / 1000 - 1, "late"));
    StagedLoad load = online.stage(table, rows, 1, now, false);
    assertThat(load.late()).isEqualTo(1);
    online.store.publish(1, List.of(load));
    assertThat(read(table, "a", now)).containsExactly(rows.get(0));
    assertThat(read(table, "a", now + 1000)).isEmpty();
  }

  @Test
  void rowsThatWereBeyondDoNotComeBackWhenNewerOnesAreDeleted() throws IOException {
    OnlineTable table = table(Ttl.latest(2));
    List<List<Object>> rows = new ArrayList<>();
    for (int time = 1; time <= 300; time++) {
      rows.add(row("a", 1, time, "x"));
    }
    online.store.publish(1, List.of(online.stage(table, rows, 1, 0, false)));
    online.store.delete(2, table, 0, Online.key(table, 0, List.of("a")), 300, Long.MAX_VALUE, 0);
    assertThat(read(table, "a", 0)).containsExactly(rows.get(298));
  }

  @Test
  void reclaimingGivesSpaceBackAndChangesNothing() throws IOException {
    OnlineTable table = table(new Ttl(Ttl.Kind.ABSORLAT, 10, 3));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      rows.add(row("k" + i % 10, 1, i * 1000L, "x"));
    }
    long now = 2_000_000_000L;
    online.store.publish(1, List.of(online.stage(table, rows, 1, now, false)));
    List<List<Object>> before = online.read(table, 0, null, 0, Long.MAX_VALUE, now);
    assertThat(before).hasSize(30);
    online.store.reclaim(table, now);
    assertThat(online.read(table, 0, null, 0, Long.MAX_VALUE, now)).isEqualTo(before);
    // By a clock that stands still at the beginning nothing is old: what is gone shows.
    OnlineTable forever = new OnlineTable(table.table(), List.of(index("c1", "c3", Ttl.NONE)));
    assertThat(online.read(forever, 0, null, 0, Long.MAX_VALUE, now)).isEqualTo(before);
  }

  /** Two indexes that expire alike are asked as one; these are not, in either order. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void putIfAbsentAsksEachIndexThatExpiresDifferently(boolean isForeverFirst) throws IOException {
    OnlineIndex forever = index("c1", "c3", Ttl.NONE);
    OnlineIndex brief = index("c2", "c3", Ttl.absolute(10, TimeUnit.MINUTES));
    OnlineTable table =
        isForeverFirst
            ? Online.table(Online.SCHEMA, forever, brief)
            : Online.table(Online.SCHEMA, brief, forever);
    long now = 100 * MINUTE;
    List<List<Object>> old = List.of(row("a", 1, 5, "x"), row("b", 1, 5, "x"));
    online.store.publish(1, List.of(online.stage(table, old, 1, now, false)));
    Published again = online.store.publish(2, List.of(online.stage(table, old, 2, now, true)));
    assertThat(again).isEqualTo(new Published(false, 0, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 20_000})
  void putIfAbsentLeavesOutEqualRowsHoweverManyHaveTheirKeyAndTime(int rowsPerKey)
      throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      rows.add(row("k" + i / rowsPerKey, i, 5, "x"));
    }
    online.store.publish(1, List.of(online.stage(table, rows, 2, 0, false)));
    rows.add(row("new", 1, 5, "x"));
    rows.add(row("new", 1, 5, "x"));
    Published again = online.store.publish(2, List.of(online.stage(table, rows, 2, 0, true)));
    assertThat(again).isEqualTo(new Published(false, 1, 20_001));
  }

  /** Short rows come between long ones: what was read before must not show. */
  @Test
  void putIfAbsentComparesKeysAndRowsOfAnyLength() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    List<List<Object>> rows = new ArrayList<>();
    for (int length : new int[] {0, 1, 200, 255, 256, 257, 600, 5_000, 100_000}) {
      rows.add(row("k".repeat(length), length, 5, "x"));
      rows.add(row("a" + length, 1, 5, "x".repeat(length)));
      rows.add(row("b" + length, 1, 5, "x"));
    }
    online.store.publish(1, List.of(online.stage(table, rows, 1, 0, false)));
    rows.add(row("a600", 1, 5, "x".repeat(599)));
    Published again = online.store.publish(2, List.of(online.stage(table, rows, 1, 0, true)));
    assertThat(again).isEqualTo(new Published(false, 1, 27));
  }

  @Test
  void withoutATimeEqualRowsAreFoundWheneverTheyCame() throws IOException {
    OnlineTable table = Online.table(Online.SCHEMA, index("c1", null, Ttl.NONE));
    List<List<Object>> rows = List.of(row("a", 1, 1, "x"), row("a", 2, 1, "x"));
    online.store.publish(1, List.of(online.stage(table, rows, 1, 5, false)));
    StagedLoad later = online.stage(table, rows, 1, 9, true);
    assertThat(online.store.publish(2, List.of(later))).isEqualTo(new Published(false, 0, 2));
    online.store.delete(3, table, 0, null, Long.MIN_VALUE, Long.MAX_VALUE, 9);
    StagedLoad last = online.stage(table, rows, 1, 10, true);
    assertThat(online.store.publish(4, List.of(last)).added()).isEqualTo(2);
  }

  @Test
  void largeDeletionsAreOneCommitToo() throws IOException {
    OnlineTable table =
        Online.table(Online.SCHEMA, index("c1", "c3", Ttl.NONE), index("c2", "c3", Ttl.NONE));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      rows.add(row("k" + i % 3, i % 4, i, "x"));
    }
    online.store.publish(1, List.of(online.stage(table, rows, 1, 0, false)));
    assertThat(
            online.store.delete(
                2, table, 0, Online.key(table, 0, List.of("k1")), 0, Long.MAX_VALUE, 0))
        .isEqualTo(1_667);
    assertThat(online.read(table, 1, null, 0, Long.MAX_VALUE, 0)).hasSize(3_333);
    online.reopen();
    assertThat(online.read(table, 0, null, 0, Long.MAX_VALUE, 0)).hasSize(3_333);
  }

  /** One of its threads fails, the others have written something by then. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aLoadThatCannotBeWrittenLeavesNothing(boolean putIfAbsent) throws IOException {
    OnlineTable table =
        Online.table(Online.SCHEMA, index("c1", "c3", Ttl.NONE), index("c2", "c3", Ttl.latest(3)));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      rows.add(row("k" + i % 1000, i, i, "text " + i));
    }
    Path staged = OnlineStore.staging(directory);
    StagedLoad load = online.stage(table, rows, 2, 0, true);
    Set<Path> before = files(staged);
    Path run = Path.of(load.runs().get(0).path());
    byte[] whole = Files.readAllBytes(run);
    byte[] damaged = whole.clone();
    long last = load.runs().get(0).bytes();
    Arrays.fill(damaged, (int) last - 100, (int) last, (byte) 0x7f); // the lengths of an entry
    Files.write(run, damaged);
    StagedLoad asked =
        new StagedLoad(
            table,
            load.loadId(),
            load.arrival(),
            putIfAbsent,
            0,
            load.runs(),
            List.of(),
            load.rows(),
            load.late(),
            load.bytes());
    assertThatThrownBy(() -> online.store.publish(1, List.of(asked)))
        .isInstanceOf(IOException.class);
    assertThat(files(staged)).isEqualTo(before);
    assertThat(online.read(table, 0, null, Long.MIN_VALUE, Long.MAX_VALUE, 0)).isEmpty();
    Files.write(run, whole);
    assertThat(online.store.publish(1, List.of(asked)).added()).isEqualTo(5000);
    assertThat(online.read(table, 0, null, Long.MIN_VALUE, Long.MAX_VALUE, 0)).hasSize(5000);
  }

  private static Set<Path> files(Path staged) throws IOException {
    try (Stream<Path> all = Files.list(staged)) {
      return all.collect(Collectors.toSet());
    }
  }

  @Test
  void aWriterThatIsClosedEarlyLeavesNoFiles() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    OnlineWriter.Load load = new OnlineWriter.Load(table, 1, 0, 0);
    try (StoreWriter writer = online.store.writer(load, "1-1-0", false)) {
      Batch batch = Online.batch(Online.SCHEMA, List.of(row("a", 1, 1, "x".repeat(100_000))));
      writer.write(batch);
      assertThat(files()).hasSize(1);
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void aFullWriterGivesItsMemoryBackWhenTold() throws IOException {
    online.close();
    online = new Online(directory, new OnlineStore.Sizes(1 << 30, 0, 1 << 10));
    OnlineWriter.Load load = new OnlineWriter.Load(table(Ttl.NONE), 1, 0, 0);
    try (StoreWriter writer = online.store.writer(load, "1-1-0", false)) {
      writer.write(Online.batch(Online.SCHEMA, List.of(row("a", 1, 1, "x".repeat(2_000_000)))));
      assertThat(writer.bufferedBytes()).isGreaterThan(2_000_000);
      writer.flush();
      assertThat(writer.bufferedBytes()).isLessThan(100_000);
      assertThat(writer.finish().rows()).isEqualTo(1);
    }
  }

  @Test
  void nullInATimeColumnIsABug() {
    OnlineWriter.Load load = new OnlineWriter.Load(table(Ttl.NONE), 1, 0, 0);
    Batch batch = Online.batch(Online.SCHEMA, List.of(Arrays.asList("a", 1, null, "x")));
    assertThatThrownBy(
            () -> {
              try (StoreWriter writer = online.store.writer(load, "1-1-0", false)) {
                writer.write(batch);
              }
            })
        .hasMessageContaining("NULL in the time column");
  }

  @Test
  void readersLearnThatTheStoreIsClosed() throws IOException {
    OnlineTable table = table(Ttl.NONE);
    OnlineRows rows = online.store.scan(table, 0);
    online.store.close();
    assertThatThrownBy(() -> rows.next(Batch.allocate(Online.SCHEMA)))
        .hasMessageContaining("shutting down");
    rows.close();
    assertThatThrownBy(() -> online.store.truncate(1, table.id()))
        .hasMessageContaining("shutting down");
    online.store.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCopyTakenBetweenTheStepsIsWholeOnceDoneAgain(boolean isPublished) throws IOException {
    OnlineTable table =
        Online.table(Online.SCHEMA, index("c1", "c3", Ttl.NONE), index("c2", null, Ttl.NONE));
    List<List<Object>> rows = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      rows.add(row("k" + i % 17, i % 5, i, "text"));
    }
    StagedLoad staged = online.stage(table, rows, 2, 0, false);
    if (isPublished) {
      online.store.publish(1, List.of(staged));
    }
    online.store.close();
    Path kept = directory.resolveSibling(directory.getFileName() + "-copy");
    Files.move(directory, kept);
    copy(kept, directory);
    new LocalStorage().deleteTree(kept.toString());
    online = new Online(directory, FILES);
    assertThat(online.read(table, 1, null, Long.MIN_VALUE, Long.MAX_VALUE, 0))
        .hasSize(isPublished ? 3_000 : 0);
    online.store.publish(1, List.of(StagedLoad.parse(table, staged.text())));
    assertThat(online.read(table, 1, null, Long.MIN_VALUE, Long.MAX_VALUE, 0)).hasSize(3_000);
    assertThat(online.read(table, 0, null, 0, Long.MAX_VALUE, 0)).hasSize(3_000);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void anotherProcessCannotOpenIt() {
    assertThatThrownBy(() -> new Online(directory, FILES))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot open");
  }
}
