package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.GroupCommit;
import plimsoll.commit.Metastore;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.Tables;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadHistory;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.Loads;
import plimsoll.load.Requester;
import plimsoll.load.RunningLoads;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.map.Mapping;
import plimsoll.storage.FileStatus;
import plimsoll.testkit.storage.SimulatedStorage;

/** What is kept of loads that ended, and for how long. */
class LoadHistoryTest {
  private static final Clock CLOCK = Clock.tickMillis(ZoneOffset.UTC);
  private static final Table TABLE =
      Table.of(
          UUID.randomUUID(),
          new TableName("d", "t"),
          new Schema(List.of(Column.of(1, "a", DataType.Scalar.BIGINT).required())));

  private final ModelMetastore metastore = new ModelMetastore();
  private final ModelStore store = new ModelStore();
  private final ModelOnline online = new ModelOnline();
  private final RunningLoads running = new RunningLoads(10);
  private final SimulatedStorage disk = new SimulatedStorage();
  private final Loads.RejectPlace rejects = new Loads.RejectPlace(disk, "/rejects");
  private final Epoch epoch = new Epoch(metastore);
  private Committer committer;
  private Loads loads;
  private Tables tables;

  @BeforeEach
  void open() {
    committer =
        new Committer(
            new GroupCommit(metastore, store, new OnlinePublisher(metastore, online), CLOCK));
    loads =
        new Loads(
            metastore,
            store,
            online,
            new LocalExecutor(Runnable::run, 1, 0),
            committer,
            epoch,
            running,
            rejects,
            CLOCK);
    metastore.createDatabase("d", Map.of());
    tables = new Tables(metastore, store, new OnlinePublisher(metastore, online), epoch);
    tables.create(TABLE);
  }

  @AfterEach
  void close() {
    committer.close();
  }

  @Test
  void rejectedRowsGoWithTheRecordOfTheirLoad() throws IOException {
    badLoad("a");
    badLoad("b");
    history(10).clean();
    assertThat(rejectFiles()).hasSize(2);
    history(1).clean();
    assertThat(rejectFiles()).hasSize(1);
    assertThat(metastore.load("d", Label.given("b")).orElseThrow().errorLog())
        .isEqualTo(rejectFiles().get(0));
    assertThat(
            disk.afterCrash(plimsoll.testkit.storage.CrashMode.LOSE_UNSYNCED, 0).list("/rejects"))
        .hasSize(1);
  }

  @Test
  void whatIsDueGoesInPartsUntilNothingMoreIs() {
    int[] left = {150_000};
    Metastore busy =
        (Metastore)
            Proxy.newProxyInstance(
                Metastore.class.getClassLoader(),
                new Class<?>[] {Metastore.class},
                (proxy, method, values) -> {
                  int now = Math.min(left[0], (Integer) values[2]);
                  left[0] -= now;
                  return now;
                });
    LoadHistory.Keep keep = new LoadHistory.Keep(Duration.ofDays(3), 1);
    LoadHistory history = new LoadHistory(busy, running, rejects, keep, CLOCK);
    assertThat(history.clean()).isFalse();
    assertThat(left[0]).isPositive();
    assertThat(history.clean()).isTrue();
    assertThat(left[0]).isZero();
  }

  @Test
  void rejectedRowsThatNoRecordNamesGo() throws IOException {
    badLoad("a");
    String ofADeadLife = String.format(Locale.ROOT, "error_log_%016x_%016x", 7L, 8L);
    disk.create("/rejects/" + ofADeadLife + ".jsonl").close();
    disk.create("/rejects/notes.txt").close();
    history(10).clean();
    assertThat(disk.list("/rejects")).hasSize(2);
    assertThat(rejectFiles()).doesNotContain(ofADeadLife).contains("notes.txt");
  }

  @Test
  void rejectedRowsOfADroppedDatabaseGo() throws IOException {
    badLoad("a");
    tables.dropDatabase("d");
    history(10).clean();
    assertThat(rejectFiles()).isEmpty();
  }

  @Test
  void rejectedRowsOfARunningLoadStay() throws IOException {
    AtomicReference<List<String>> during = new AtomicReference<>();
    int[] batches = {0};
    MemoryRows rows =
        new MemoryRows(TABLE.schema(), Arrays.asList(1L, null, 2L), 2)
            .beforeBatch(
                () -> {
                  if (++batches[0] == 2) {
                    history(1).clean();
                    during.set(rejectFiles());
                  }
                });
    LoadReport report = loads.run(plan("a", rows));
    assertThat(during.get()).containsExactly(report.record().errorLog());
    assertThat(rejectFiles()).containsExactly(report.record().errorLog());
  }

  private LoadHistory history(int perDatabase) {
    LoadHistory.Keep keep = new LoadHistory.Keep(Duration.ofDays(3), perDatabase);
    return new LoadHistory(metastore, running, rejects, keep, CLOCK);
  }

  private void badLoad(String label) {
    List<@Nullable Long> values = Arrays.asList(1L, null);
    LoadReport report = loads.run(plan(label, new MemoryRows(TABLE.schema(), values, 10)));
    assertThat(report.record().errorLog()).isNotNull();
  }

  private List<String> rejectFiles() {
    try {
      return disk.list("/rejects").stream()
          .map(FileStatus::path)
          .map(path -> path.substring("/rejects/".length()).replace(".jsonl", ""))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static LoadPlan plan(String label, MemoryRows rows) {
    return new LoadPlan(
        LoadKind.STREAM,
        Label.given(label),
        TABLE,
        rows,
        Mapping.ALL_PRESENT,
        LoadBounds.within(Duration.ofSeconds(60)),
        new Requester("root", "local", "test", List.of()),
        0);
  }
}
