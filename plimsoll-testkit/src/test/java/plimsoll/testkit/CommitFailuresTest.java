package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import plimsoll.commit.CommitOutcome;
import plimsoll.commit.CommitTicket;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.GroupCommit;
import plimsoll.commit.Metastore;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.PreparedLoad;
import plimsoll.commit.Tables;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadReport;
import plimsoll.load.Loads;
import plimsoll.load.Requester;
import plimsoll.load.RowlessCommits;
import plimsoll.load.RunningLoads;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.write.Store;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.testkit.ModelMetastore.Step;
import plimsoll.testkit.crash.Boundaries;
import plimsoll.testkit.crash.BoundaryMetastore;
import plimsoll.testkit.crash.Fault;
import plimsoll.testkit.storage.SimulatedStorage;

/** What is left when the commit itself goes wrong. */
@Timeout(60)
class CommitFailuresTest {
  private static final Requester NOBODY = new Requester("root", "local", "test", List.of());

  private final RuntimeException lost =
      new Metastore.UnknownOutcomeException(new IOException("connection lost"));

  private final Table table = table("t");
  private final Table other = table("u");
  private final ModelMetastore metastore = new ModelMetastore();
  private final ModelStore store = new ModelStore();
  private final ModelOnline online = new ModelOnline();
  private final GroupCommit commit =
      new GroupCommit(metastore, store, new OnlinePublisher(metastore, online), Clock.systemUTC());
  private final Epoch epoch = new Epoch(metastore);
  private Committer committer;
  private Loads loads;

  @BeforeEach
  void open() {
    committer = new Committer(commit);
    loads =
        new Loads(
            metastore,
            store,
            online,
            new LocalExecutor(Runnable::run, 1, 0),
            committer,
            epoch,
            new RunningLoads(10),
            new Loads.RejectPlace(new SimulatedStorage(), "/rejects"),
            Clock.systemUTC());
    metastore.createDatabase("d", Map.of());
    new Tables(metastore, store, new OnlinePublisher(metastore, online), epoch).create(table);
    new Tables(metastore, store, new OnlinePublisher(metastore, online), epoch).create(other);
  }

  @AfterEach
  void close() {
    committer.close();
  }

  @Test
  void lostAnswerOfACommitThatHappenedIsASuccess() {
    metastore.failNext("commit", Step.AFTER, lost);
    assertThat(loads.run(plan("l1")).succeeded()).isTrue();
    assertThat(visible(table)).hasSize(10);
  }

  @Test
  void lostAnswerOfACommitThatDidNotHappenIsAnAbortedLoad() {
    metastore.failNext("commit", Step.BEFORE, lost);
    LoadReport report = loads.run(plan("l1"));
    assertThat(report.failure().code()).isEqualTo(ErrorCode.METASTORE_FAILED);
    assertThat(report.failure()).hasMessageContaining("Nothing was loaded; retry");
    assertThat(store.files()).isEmpty();
    assertThat(visible(table)).isEmpty();
    assertThat(loads.run(plan("l1")).succeeded()).isTrue();
  }

  @Test
  void lostAnswerAndNobodyToAskDeletesNothing() {
    LoadReport report = loadsOver(cutOffInCommit()).run(plan("l1"));
    assertThat(report.failure().code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME);
    assertThat(visible(table)).hasSize(10);
    assertThat(metastore.load("d", Label.given("l1")).orElseThrow().state())
        .isEqualTo(LoadState.VISIBLE);
  }

  @Test
  void commitThatHappenedBeforeABugIsASuccess() {
    metastore.failNext("commit", Step.AFTER, new IllegalStateException("a bug"));
    assertThat(loads.run(plan("l1")).succeeded()).isTrue();
    assertThat(visible(table)).hasSize(10);
  }

  @Test
  void lostAnswerOfACommitThatHappenedIsFollowedByHousekeeping() throws IOException {
    List<String> calls = new ArrayList<>();
    GroupCommit watched =
        new GroupCommit(
            metastore, noting(calls), new OnlinePublisher(metastore, online), Clock.systemUTC());
    metastore.failNext("commit", Step.AFTER, lost);
    assertThat(watched.commit(List.of(prepared(table, "l1"))).get(0).failure()).isNull();
    assertThat(calls).contains("committed").doesNotContain("discard");
  }

  @Test
  void abortWhoseRecordIsLostIsStillAnAbort() {
    metastore.failNext("recordAborted", Step.BEFORE, lost);
    LoadReport report = loads.run(badPlan("l1"));
    assertThat(report.failure().code()).isEqualTo(ErrorCode.TOO_MANY_FILTERED);
    assertThatNextStartLooksAt(table);
  }

  @Test
  void tableOfALoadWithAnUnknownEndIsLeftToTheNextStart() {
    metastore.failNext("commit", Step.BEFORE, new IllegalStateException("a bug"));
    assertThat(loads.run(plan("l1")).succeeded()).isFalse();
    assertThatNextStartLooksAt(table);
  }

  @Test
  void tableOfALoadThatEndedInAnErrorIsLeftToTheNextStart() {
    metastore.watch(
        (call, step) -> {
          if (call.equals("commit")) {
            throw new StackOverflowError("on purpose");
          }
        });
    assertThatThrownBy(() -> loads.run(plan("l1"))).isInstanceOf(StackOverflowError.class);
    metastore.watch((call, step) -> {});
    assertThatNextStartLooksAt(table);
  }

  @Test
  void tableOfATruncateWithAnUnknownEndIsLeftToTheNextStart() {
    metastore.failNext("commit", Step.BEFORE, new IllegalStateException("a bug"));
    assertThatThrownBy(
            () -> new RowlessCommits(committer, epoch, Clock.systemUTC()).truncate(table, NOBODY))
        .isInstanceOfSatisfying(
            PlimsollException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNKNOWN_OUTCOME));
    assertThatNextStartLooksAt(table);
  }

  @Test
  void tableOfADropWithAnUnknownEndIsLeftToTheNextStart() {
    metastore.failNext("dropTable", Step.AFTER, lost);
    assertThatThrownBy(
            () ->
                new Tables(metastore, store, new OnlinePublisher(metastore, online), epoch)
                    .drop(table))
        .isSameAs(lost);
    assertThatNextStartLooksAt(table);
  }

  /** However cleanly this life ends. */
  private void assertThatNextStartLooksAt(Table left) {
    epoch.closeCleanly(store);
    assertThat(metastore.touchedBefore(Long.MAX_VALUE))
        .extracting(Metastore.Touched::tableId)
        .containsExactly(left.id());
  }

  @Test
  void lostAnswerOfCreateTableLeavesItsFiles() {
    Table created = table("v");
    metastore.failNext("createTable", Step.AFTER, lost);
    assertThatThrownBy(
            () ->
                new Tables(metastore, store, new OnlinePublisher(metastore, online), epoch)
                    .create(created))
        .isSameAs(lost);
    assertThat(store.metadata()).contains(metastore.pointer(created.name()).orElseThrow());
  }

  @Test
  void bugInOneTablesStoreDoesNotAbortItsNeighbours() throws IOException {
    PreparedLoad bad = prepared(table, "bad");
    PreparedLoad good = prepared(other, "good");
    GroupCommit withBug =
        new GroupCommit(
            metastore,
            storeWithBug(table),
            new OnlinePublisher(metastore, online),
            Clock.systemUTC());
    List<CommitOutcome> outcomes = withBug.commit(List.of(bad, good));
    assertThat(outcomes.get(0).failure().code()).isEqualTo(ErrorCode.BROKEN_INVARIANT);
    assertThat(outcomes.get(1).failure()).isNull();
    assertThat(visible(other)).hasSize(0);
    assertThat(metastore.load("d", Label.given("good"))).isPresent();
  }

  @Test
  void ofTwoLoadsForAnEmptyTableInOneGroupTheSecondFailsAndNoNeighbour() {
    List<CommitOutcome> outcomes =
        commit.commit(
            List.of(
                staged(other, "before", TableWork.Mode.APPEND),
                staged(table, "first", TableWork.Mode.APPEND_IF_EMPTY),
                staged(table, "second", TableWork.Mode.APPEND_IF_EMPTY),
                staged(table, "after", TableWork.Mode.APPEND)));
    assertThat(outcomes.stream().map(outcome -> outcome.failure() == null))
        .containsExactly(true, true, false, true);
    assertThat(outcomes.get(2).failure().code()).isEqualTo(ErrorCode.TABLE_NOT_EMPTY);
    assertThat(visible(table)).hasSize(2);
    assertThat(visible(other)).hasSize(1);
  }

  /** A load of one row. */
  private PreparedLoad staged(Table target, String label, TableWork.Mode mode) {
    PreparedLoad load = prepared(target, label);
    long id = load.record().id();
    Batch row = Batch.allocate(target.schema());
    row.rows(1);
    try (StoreWriter writer = store.writer(target, id, "1-" + id + "-0")) {
      writer.write(row);
      TableWork work =
          new TableWork(target, id, load.record().label(), mode, List.of(writer.finish()));
      return new PreparedLoad(load.record(), List.of(work), load.ticket());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void errorInTheCommitThreadReachesItsLoadAndNoOther() {
    AtomicBoolean once = new AtomicBoolean();
    metastore.watch(
        (call, step) -> {
          if (call.equals("commit") && step == Step.AFTER && !once.getAndSet(true)) {
            throw new StackOverflowError("on purpose");
          }
        });
    assertThatThrownBy(() -> loads.run(plan("l1"))).isInstanceOf(StackOverflowError.class);
    assertThat(visible(table)).hasSize(10);
    assertThat(loads.run(plan("l2")).succeeded()).isTrue();
    assertThat(visible(table)).hasSize(20);
  }

  private Loads loadsOver(Metastore other) {
    return new Loads(
        other,
        store,
        online,
        new LocalExecutor(Runnable::run, 1, 0),
        new Committer(
            new GroupCommit(other, store, new OnlinePublisher(other, online), Clock.systemUTC())),
        epoch,
        new RunningLoads(10),
        new Loads.RejectPlace(new SimulatedStorage(), "/rejects"),
        Clock.systemUTC());
  }

  /** The commit happens, its answer is lost, and nothing can be asked any more. */
  private Metastore cutOffInCommit() {
    return new BoundaryMetastore(metastore, Boundaries.with(Fault.FAIL, 2));
  }

  private Store noting(List<String> calls) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              calls.add(method.getName());
              return method.invoke(store, arguments);
            });
  }

  private Store storeWithBug(Table broken) {
    return (Store)
        Proxy.newProxyInstance(
            Store.class.getClassLoader(),
            new Class<?>[] {Store.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepare") && arguments[0].equals(broken)) {
                throw new IllegalStateException("a bug");
              }
              return method.invoke(store, arguments);
            });
  }

  private PreparedLoad prepared(Table target, String label) {
    TableWork work = new TableWork(target, 1, Label.given(label), TableWork.Mode.APPEND, List.of());
    LoadRecord record = Samples.load(label.hashCode(), "d", label, target.name());
    return new PreparedLoad(record, List.of(work), new CommitTicket());
  }

  private List<String> visible(Table shown) {
    return store.rows(metastore.pointer(shown.name()).orElseThrow());
  }

  private static Table table(String name) {
    return Table.of(
        UUID.randomUUID(),
        new TableName("d", name),
        new Schema(List.of(Column.of(1, "a", DataType.Scalar.BIGINT).required())));
  }

  private LoadPlan plan(String label) {
    return plan(label, LongStream.range(0, 10).boxed().toList());
  }

  private LoadPlan badPlan(String label) {
    return plan(label, Arrays.asList(1L, null));
  }

  private LoadPlan plan(String label, List<@Nullable Long> values) {
    return new LoadPlan(
        LoadKind.STREAM,
        Label.given(label),
        table,
        new MemoryRows(table.schema(), values, 10),
        Mapping.ALL_PRESENT,
        LoadBounds.within(Duration.ofSeconds(60)),
        NOBODY,
        0);
  }
}
