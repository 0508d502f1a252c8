package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.GroupCommit;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.Tables;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.Loads;
import plimsoll.load.Requester;
import plimsoll.load.RowlessCommits;
import plimsoll.load.RunningLoads;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadState;
import plimsoll.model.Quality;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.map.Mapping;
import plimsoll.testkit.storage.SimulatedStorage;

class LoadsTest {
  private static final Table TABLE =
      Table.of(
          UUID.randomUUID(),
          new TableName("d", "t"),
          new Schema(List.of(Column.of(1, "a", DataType.Scalar.BIGINT).required())));

  private final ModelMetastore metastore = new ModelMetastore();
  private final ModelStore store = new ModelStore();
  private final ModelOnline online = new ModelOnline();
  private final RunningLoads running = new RunningLoads(10);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Epoch epoch = new Epoch(metastore);
  private Committer committer;
  private Tables tables;
  private Loads loads;

  @BeforeEach
  void open() {
    committer =
        new Committer(
            new GroupCommit(
                metastore,
                store,
                new OnlinePublisher(metastore, online),
                Clock.tickMillis(ZoneOffset.UTC)));
    loads = loads(threads);
    metastore.createDatabase("d", Map.of());
    tables = new Tables(metastore, store, new OnlinePublisher(metastore, online), epoch);
    tables.create(TABLE);
  }

  private Loads loads(Executor helpers) {
    return loads(metastore, epoch, helpers);
  }

  private Loads loads(ModelMetastore labels, Epoch life, Executor helpers) {
    return new Loads(
        labels,
        store,
        online,
        new LocalExecutor(helpers, 3, 2),
        committer,
        life,
        running,
        new Loads.RejectPlace(new SimulatedStorage(), "/rejects"),
        Clock.tickMillis(ZoneOffset.UTC));
  }

  @AfterEach
  void close() {
    committer.close();
    threads.shutdownNow();
  }

  @Test
  void rowsAreVisibleWhenItSucceeds() {
    LoadReport report = loads.run(plan("l1", rows(10_000)));
    assertThat(report.succeeded()).isTrue();
    assertThat(report.record().state()).isEqualTo(LoadState.VISIBLE);
    assertThat(report.record().counts().loaded()).isEqualTo(10_000);
    assertThat(visible()).hasSize(10_000).doesNotHaveDuplicates();
    assertThat(metastore.load("d", Label.given("l1"))).contains(report.record());
  }

  @Test
  void dryRunCountsButLeavesNothing() {
    List<@Nullable Long> values = Arrays.asList(1L, null, 3L, null);
    MemoryRows rows = rows(values);
    DryRunReport report = loads.dryRun(plan("dry", rows, 0.5, true), load -> {});
    assertThat(report.failure()).isNull();
    assertThat(report.counts().loaded()).isEqualTo(2);
    assertThat(report.counts().filtered()).isEqualTo(2);
    assertThat(report.counts().writtenBytes()).isEqualTo(2);
    assertThat(report.groups())
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.column()).isEqualTo("a");
              assertThat(group.error()).isEqualTo(ErrorCode.NULL_VALUE);
              assertThat(group.count()).isEqualTo(2);
              assertThat(group.first()).hasSize(2);
            });
    assertThat(rows.closed()).isTrue();
    assertThat(visible()).isEmpty();
    assertThat(store.files()).isEmpty();
    assertThat(metastore.load("d", Label.given("dry"))).isEmpty();
    assertThat(loads.run(plan("dry", rows(10))).succeeded()).isTrue();
  }

  @Test
  void dryRunSaysWhyTheLoadWouldFail() {
    List<@Nullable Long> values = Arrays.asList(1L, null);
    assertThat(loads.dryRun(plan("dry", rows(values)), load -> {}).failure())
        .hasMessage("too many filtered rows");
    assertThat(loads.dryRun(plan("dry", rows(0), 0, true), load -> {}).failure())
        .hasMessageContaining("no load data");
    assertThat(running.all()).isEmpty();
  }

  @Test
  void dryRunObeysTheNumberOfBadRows() {
    List<@Nullable Long> values = Arrays.asList(1L, null, 2L, null);
    for (int most = 1; most <= 2; most++) {
      LoadPlan plan = plan("dry", rows(values), 1, true);
      Quality quality = Quality.DEFAULT.with("max_error_number", Integer.toString(most));
      LoadPlan few =
          new LoadPlan(
              plan.kind(),
              plan.label(),
              TABLE,
              plan.rows(),
              Mapping.ALL_PRESENT,
              plan.bounds().bearing(quality),
              requester(),
              0);
      PlimsollException failure = loads.dryRun(few, load -> {}).failure();
      assertThat(failure == null).as("%d", most).isEqualTo(most == 2);
    }
  }

  @Test
  void dryRunCanBeStopped() {
    PlimsollException reason = ErrorCode.CANCELLED.with("enough");
    DryRunReport report =
        loads.dryRun(plan("dry", rows(10_000)), load -> assertThat(load.stop(reason)).isTrue());
    assertThat(report.failure()).isSameAs(reason);
  }

  @Test
  void loadThatCannotEvenBeNumberedClosesItsSource() {
    PlimsollException down = ErrorCode.METASTORE_FAILED.with("it is away");
    ModelMetastore away = new ModelMetastore();
    away.failNext("openEpoch", ModelMetastore.Step.BEFORE, down);
    MemoryRows rows = rows(10);
    Loads unnumbered = loads(away, new Epoch(away), threads);
    assertThatThrownBy(() -> unnumbered.run(plan("l1", rows))).isSameAs(down);
    assertThat(rows.closed()).isTrue();
  }

  @Test
  void labelThatSucceededLoadsNothingAgain() {
    loads.run(plan("l1", rows(10)));
    MemoryRows again = rows(10).beforeBatch(() -> assertThat(true).as("read").isFalse());
    LoadReport report = loads.run(plan("l1", again));
    assertThat(report.failure()).isNotNull();
    assertThat(report.failure().code()).isEqualTo(ErrorCode.LABEL_USED);
    assertThat(report.existing().orElseThrow().state()).isEqualTo(LoadState.VISIBLE);
    assertThat(visible()).hasSize(10);
    assertThat(again.closed()).isTrue();
  }

  @Test
  void labelOfARunningLoadIsRunning() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    MemoryRows slow =
        rows(10)
            .beforeBatch(
                () -> {
                  reading.countDown();
                  await(go);
                });
    Future<LoadReport> first = threads.submit(() -> loads.run(plan("l1", slow)));
    reading.await();
    LoadReport second = loads.run(plan("l1", rows(10)));
    assertThat(second.existing().orElseThrow().state()).isEqualTo(LoadState.PREPARE);
    go.countDown();
    assertThat(first.get().succeeded()).isTrue();
    assertThat(visible()).hasSize(10);
    assertThat(running.all()).isEmpty();
  }

  @Test
  void labelIsFreeAgainAfterAnAbort() {
    LoadReport failed = loads.run(plan("l1", rows(Arrays.asList(1L, null))));
    assertThat(failed.failure().code()).isEqualTo(ErrorCode.TOO_MANY_FILTERED);
    assertThat(metastore.load("d", Label.given("l1")).orElseThrow().state())
        .isEqualTo(LoadState.ABORTED);
    assertThat(loads.run(plan("l1", rows(10))).succeeded()).isTrue();
    assertThat(visible()).hasSize(10);
  }

  @Test
  void ratioDecidesExactlyAtItsBoundary() {
    List<@Nullable Long> oneOfTen = Arrays.asList(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, null);
    LoadReport within = loads.run(plan("in", rows(oneOfTen), 0.1, false));
    assertThat(within.succeeded()).isTrue();
    assertThat(within.record().counts().filtered()).isEqualTo(1);
    assertThat(within.record().errorLog()).isNotNull();
    LoadReport beyond = loads.run(plan("out", rows(oneOfTen), 0.0999, false));
    assertThat(beyond.failure().code()).isEqualTo(ErrorCode.TOO_MANY_FILTERED);
    assertThat(beyond.record().counts().total()).isEqualTo(10);
    assertThat(beyond.record().errorLog()).isNotNull();
  }

  @Test
  void nothingLoadedIsAnErrorWhereAsked() {
    assertThat(loads.run(plan("a", rows(0), 0, true)).failure().code())
        .isEqualTo(ErrorCode.NOTHING_LOADED);
    assertThat(loads.run(plan("b", rows(0), 0, false)).succeeded()).isTrue();
  }

  @Test
  void failedWriterLeavesNoFile() {
    store.failWriting(true);
    LoadReport report = loads.run(plan("l1", rows(20_000)));
    assertThat(report.failure().code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(store.files()).isEmpty();
    assertThat(running.all()).isEmpty();
  }

  @Test
  void failureWhileReadingLeavesNoFile() {
    MemoryRows broken = rows(200_000);
    int[] batches = {0};
    broken.beforeBatch(
        () -> {
          if (++batches[0] == 20) {
            throw ErrorCode.BODY_CUT_OFF.with("");
          }
        });
    assertThat(loads.run(plan("l1", broken)).failure().code()).isEqualTo(ErrorCode.BODY_CUT_OFF);
    assertThat(store.files()).isEmpty();
    assertThat(visible()).isEmpty();
  }

  @Test
  void memoryThatRunsOutAbortsTheLoadAndFreesItsLabel() {
    LoadReport report = loads.run(plan("l1", failing(new OutOfMemoryError("Java heap space"))));
    assertThat(report.failure().code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    assertThat(report.failure()).hasMessageContaining("Java heap space");
    assertLeftNothing("l1");
  }

  @Test
  void stackThatRunsOutAbortsTheLoadAndFreesItsLabel() {
    LoadReport report = loads.run(plan("l1", failing(new StackOverflowError())));
    assertThat(report.failure().code()).isEqualTo(ErrorCode.BROKEN_INVARIANT);
    assertLeftNothing("l1");
  }

  @Test
  void errorThatNobodyCanAnswerAbortsTheLoadAndIsThrownOn() {
    Error missing = new NoClassDefFoundError("plimsoll/Gone");
    assertThatThrownBy(() -> loads.run(plan("l1", failing(missing)))).isSameAs(missing);
    assertLeftNothing("l1");
  }

  private static MemoryRows failing(Error error) {
    AtomicInteger batches = new AtomicInteger();
    return rows(200_000)
        .beforeBatch(
            () -> {
              if (batches.incrementAndGet() == 20) {
                throw error;
              }
            });
  }

  private void assertLeftNothing(String label) {
    assertThat(store.files()).isEmpty();
    assertThat(running.all()).isEmpty();
    assertThat(metastore.load("d", Label.given(label)).orElseThrow().state())
        .isEqualTo(LoadState.ABORTED);
    assertThat(loads.run(plan(label, rows(10))).succeeded()).isTrue();
    assertThat(visible()).hasSize(10);
  }

  @Test
  void helpersThatCannotStartCostNoPermitAndNoRow() {
    AtomicInteger refused = new AtomicInteger();
    Loads alone =
        loads(
            work -> {
              refused.incrementAndGet();
              throw new RejectedExecutionException("no more threads");
            });
    for (int i = 1; i <= 3; i++) {
      assertThat(alone.run(plan("l" + i, rows(10_000))).succeeded()).isTrue();
      assertThat(refused).hasValue(3 * i); // both permits are there again, and its own work
    }
    assertThat(visible()).hasSize(30_000);
  }

  @ParameterizedTest
  @CsvSource({"-1, 2", "1, 0", "2, 1", "3, 2", "50, 2"})
  void loadHasNoMoreHelpersThanItsWorkersLeave(int workers, int helpers) {
    AtomicInteger asked = new AtomicInteger();
    Loads counting =
        loads(
            work -> {
              asked.incrementAndGet();
              threads.execute(work);
            });
    LoadPlan plan =
        new LoadPlan(
            LoadKind.STREAM,
            Label.given("l1"),
            TABLE,
            rows(10_000),
            Mapping.ALL_PRESENT,
            LoadBounds.within(Duration.ofSeconds(60)).sharedBy(workers),
            requester(),
            0);
    assertThat(counting.run(plan).succeeded()).isTrue();
    assertThat(asked).hasValue(1 + helpers); // its own work, and theirs
    assertThat(visible()).hasSize(10_000).doesNotHaveDuplicates();
  }

  @Test
  void loadIntoATableDroppedMeanwhileFailsAndLeavesNoFile() {
    AtomicInteger batches = new AtomicInteger();
    MemoryRows dropping =
        rows(100_000)
            .beforeBatch(
                () -> {
                  if (batches.incrementAndGet() == 10) {
                    tables.drop(TABLE);
                  }
                });
    LoadReport report = loads.run(plan("l1", dropping));
    assertThat(report.failure().code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
    assertThat(store.files()).isEmpty();
    assertThat(store.metadata()).isEmpty();
  }

  @Test
  void preparingThatFailsAbortsOnlyThatTable() {
    store.failPreparing(TABLE, true);
    assertThat(loads.run(plan("l1", rows(10))).failure().code())
        .isEqualTo(ErrorCode.FILE_UNWRITABLE);
    assertThat(store.files()).isEmpty();
    store.failPreparing(TABLE, false);
    assertThat(loads.run(plan("l1", rows(10))).succeeded()).isTrue();
  }

  @Test
  void cancelStopsItAndFreesTheLabel() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    MemoryRows slow =
        rows(100_000)
            .beforeBatch(
                () -> {
                  reading.countDown();
                  await(go);
                });
    Future<LoadReport> report = threads.submit(() -> loads.run(plan("l1", slow)));
    reading.await();
    boolean stopped =
        running.find("d", "l1").orElseThrow().stop(ErrorCode.CANCELLED.with("user cancel"));
    go.countDown();
    assertThat(stopped).isTrue();
    assertThat(report.get().failure().code()).isEqualTo(ErrorCode.CANCELLED);
    assertThat(store.files()).isEmpty();
    assertThat(loads.run(plan("l1", rows(10))).succeeded()).isTrue();
  }

  @Test
  void overdueLoadIsStopped() throws Exception {
    CountDownLatch reading = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    MemoryRows slow =
        rows(100_000)
            .beforeBatch(
                () -> {
                  reading.countDown();
                  await(go);
                });
    Future<LoadReport> report = threads.submit(() -> loads.run(plan("l1", slow)));
    reading.await();
    running.stopOverdue(Instant.now().plusSeconds(59));
    assertThat(running.all()).hasSize(1);
    running.stopOverdue(Instant.now().plusSeconds(61));
    go.countDown();
    assertThat(report.get().failure().code()).isEqualTo(ErrorCode.TIMED_OUT);
    assertThat(visible()).isEmpty();
  }

  @Test
  void truncateEmptiesInOneCommit() {
    loads.run(plan("l1", rows(10)));
    new RowlessCommits(committer, epoch, Clock.systemUTC()).truncate(TABLE, requester());
    assertThat(visible()).isEmpty();
  }

  @Test
  void manyLoadsAtOnceAllArrive() throws Exception {
    List<Future<LoadReport>> reports =
        LongStream.range(0, 9)
            .mapToObj(i -> threads.submit(() -> loads.run(plan("l" + i, rows(1000)))))
            .toList();
    for (Future<LoadReport> report : reports) {
      assertThat(report.get().succeeded()).isTrue();
    }
    assertThat(visible()).hasSize(9000);
  }

  @Test
  void oneMoreThanTheLimitIsRefused() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch reading = new CountDownLatch(12); // ten callers and two helpers
    for (int i = 0; i < 10; i++) {
      MemoryRows waiting =
          rows(1)
              .beforeBatch(
                  () -> {
                    reading.countDown();
                    await(go);
                  });
      String label = "w" + i;
      threads.execute(() -> loads.run(plan(label, waiting)));
    }
    reading.await();
    LoadReport refused = loads.run(plan("l1", rows(1)));
    go.countDown();
    assertThat(refused.failure().code()).isEqualTo(ErrorCode.TOO_MANY_LOADS);
  }

  private List<String> visible() {
    return store.rows(metastore.pointer(TABLE.name()).orElseThrow());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static MemoryRows rows(int count) {
    return rows(LongStream.range(0, count).boxed().toList());
  }

  private static MemoryRows rows(List<@Nullable Long> values) {
    return new MemoryRows(TABLE.schema(), values, 1000);
  }

  private static LoadPlan plan(String label, MemoryRows rows) {
    return plan(label, rows, 0, false);
  }

  private static LoadPlan plan(String label, MemoryRows rows, double ratio, boolean emptyIsError) {
    return new LoadPlan(
        LoadKind.STREAM,
        Label.given(label),
        TABLE,
        rows,
        Mapping.ALL_PRESENT,
        LoadBounds.within(Duration.ofSeconds(60)).bearing(ratio).refusingEmpty(emptyIsError),
        requester(),
        0);
  }

  private static Requester requester() {
    return new Requester("root", "local", "test", List.of());
  }
}
