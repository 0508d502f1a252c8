package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.GroupCommit;
import plimsoll.commit.Metastore;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.Recovery;
import plimsoll.commit.Tables;
import plimsoll.error.ErrorCode;
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
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.Target;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.map.Mapping;
import plimsoll.testkit.ModelMetastore.Step;
import plimsoll.testkit.storage.SimulatedStorage;

/** Loads whose rows go to the online side, alone or beside files: visible whole, once, or never. */
class OnlineCommitTest {
  private static final Requester NOBODY = new Requester("root", "local", "test", List.of());

  private final Table table =
      Table.of(
          UUID.randomUUID(),
          new TableName("db", "t"),
          new Schema(List.of(Column.of(1, "a", DataType.Scalar.BIGINT))));
  private final ModelMetastore metastore = new ModelMetastore();
  private final ModelStore store = new ModelStore();
  private final ModelOnline online = new ModelOnline();
  private OnlinePublisher publisher;
  private Committer committer;
  private Epoch epoch;
  private Tables tables;
  private Loads loads;

  @BeforeEach
  void open() {
    metastore.createDatabase("db", Map.of());
    start();
    tables.create(table);
  }

  private void start() {
    epoch = new Epoch(metastore);
    publisher = new OnlinePublisher(metastore, online);
    Recovery recovery = new Recovery(metastore, store, online, publisher, () -> {});
    if (recovery.needed()) {
      recovery.run(epoch.number());
    }
    committer = new Committer(new GroupCommit(metastore, store, publisher, Clock.systemUTC()));
    tables = new Tables(metastore, store, publisher, epoch);
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
  }

  @AfterEach
  void close() {
    committer.close();
  }

  private LoadReport load(String label, Target target, long... values) {
    LoadPlan plan =
        new LoadPlan(
            LoadKind.INSERT,
            Label.given(label),
            table,
            new MemoryRows(table.schema(), LongStream.of(values).boxed().toList(), 10),
            new Mapping(List.of()),
            LoadBounds.within(Duration.ofSeconds(60)),
            NOBODY,
            0);
    return loads.run(plan.into(target));
  }

  private RowlessCommits rowlessCommits() {
    return new RowlessCommits(committer, epoch, Clock.systemUTC());
  }

  private List<String> files() {
    return store.rows(metastore.pointer(table).orElseThrow());
  }

  private LoadRecord stored(String label) {
    return metastore.load("db", Label.given(label)).orElseThrow();
  }

  @Test
  void rowsAreVisibleWhereTheyWentAndNowhereElse() {
    assertThat(load("on", Target.ONLINE, 1, 2).record().state()).isEqualTo(LoadState.VISIBLE);
    assertThat(load("off", Target.OFFLINE, 3).record().state()).isEqualTo(LoadState.VISIBLE);
    assertThat(load("both", Target.BOTH, 4).record().state()).isEqualTo(LoadState.VISIBLE);
    assertThat(online.rows(table)).containsExactly("1", "2", "4");
    assertThat(files()).containsExactly("3", "4");
    assertThat(online.staged()).isEmpty();
    assertThat(metastore.onlineChanges()).isEmpty();
    assertThat(stored("on").counts().loaded()).isEqualTo(2);
  }

  @Test
  void rowsThatAreThereAreLeftOutAndCounted() {
    load("first", Target.ONLINE, 1, 2);
    LoadRecord second = load("second", Target.ONLINE_IF_ABSENT, 2, 3, 3).record();
    assertThat(online.rows(table)).containsExactly("1", "2", "3");
    assertThat(second.counts().loaded()).isEqualTo(1);
    assertThat(second.counts().unselected()).isEqualTo(2);
    assertThat(stored("second").counts()).isEqualTo(second.counts());
  }

  @Test
  void labelLoadsOnceWhicheverStoresItGoesTo() {
    load("l", Target.ONLINE, 1);
    assertThat(load("l", Target.BOTH, 1).failure()).isNotNull();
    assertThat(online.rows(table)).containsExactly("1");
    assertThat(files()).isEmpty();
    assertThat(online.staged()).isEmpty();
  }

  /** It is decided: nobody may load the label again, and the rows come as soon as they can. */
  @Test
  void loadThatCannotBePublishedNowIsCommittedAndComesLater() {
    online.failApplying(new IOException("No space left on device"));
    LoadReport report = load("l", Target.BOTH, 1);
    assertThat(report.failure()).isNull();
    assertThat(report.record().state()).isEqualTo(LoadState.COMMITTED);
    assertThat(stored("l").state()).isEqualTo(LoadState.COMMITTED);
    assertThat(online.rows(table)).isEmpty();
    assertThat(files()).containsExactly("1");
    assertThat(load("l", Target.ONLINE, 9).failure()).isNotNull();

    publisher.catchUp();
    assertThat(stored("l").state()).isEqualTo(LoadState.COMMITTED);
    online.failApplying(null);
    publisher.catchUp();
    assertThat(stored("l").state()).isEqualTo(LoadState.VISIBLE);
    assertThat(online.rows(table)).containsExactly("1");
    assertThat(online.staged()).isEmpty();
  }

  @Test
  void laterLoadBringsTheOneThatWaitsWithIt() {
    online.failApplying(new IOException("told to fail"));
    load("first", Target.ONLINE, 1);
    online.failApplying(null);
    load("second", Target.ONLINE, 2);
    assertThat(online.rows(table)).containsExactly("1", "2");
    assertThat(stored("first").state()).isEqualTo(LoadState.VISIBLE);
  }

  /** Everything up to the SQL transaction leaves nothing, everything behind it comes to its end. */
  @ParameterizedTest
  @ValueSource(strings = {"commit BEFORE", "commit AFTER", "onlineDone BEFORE", "onlineDone AFTER"})
  void restartFinishesWhatWasCommitted(String where) {
    String[] at = where.split(" ");
    load("before", Target.ONLINE, 1);
    Error death = new Error("the process dies");
    metastore.watch(
        (call, step) -> {
          if (call.equals(at[0]) && step == Step.valueOf(at[1])) {
            throw death;
          }
        });
    assertThatThrownBy(() -> load("l", Target.BOTH, 2)).isSameAs(death);
    metastore.watch((call, step) -> {});
    committer.close();
    start();
    boolean committed = !where.equals("commit BEFORE");
    assertThat(online.rows(table))
        .containsExactlyElementsOf(committed ? List.of("1", "2") : List.of("1"));
    assertThat(files()).containsExactlyElementsOf(committed ? List.of("2") : List.of());
    assertThat(online.staged()).isEmpty();
    assertThat(metastore.onlineChanges()).isEmpty();
    if (committed) {
      assertThat(stored("l").state()).isEqualTo(LoadState.VISIBLE);
    }
  }

  @Test
  void lostAnswerOfTheCommitIsLookedUp() {
    metastore.failNext(
        "commit", Step.AFTER, new Metastore.UnknownOutcomeException(new IOException()));
    LoadReport report = load("l", Target.ONLINE, 1);
    assertThat(report.failure()).isNull();
    assertThat(online.rows(table)).containsExactly("1");
  }

  @Test
  void loadsCommitWhileOthersArePublished() throws Exception {
    load("first", Target.ONLINE, 1);
    CountDownLatch publishing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    online.beforeApplying(
        () -> {
          publishing.countDown();
          await(goOn);
        });
    CompletableFuture<LoadReport> slow =
        CompletableFuture.supplyAsync(() -> load("slow", Target.ONLINE_IF_ABSENT, 1, 2));
    await(publishing);
    CompletableFuture<LoadReport> behind =
        CompletableFuture.supplyAsync(() -> load("behind", Target.ONLINE_IF_ABSENT, 2, 3));
    assertThat(load("files", Target.OFFLINE, 4).record().state()).isEqualTo(LoadState.VISIBLE);
    while (metastore.onlineChanges().size() < 2) { // both are committed
      Thread.onSpinWait();
    }
    goOn.countDown();
    assertThat(slow.get(60, TimeUnit.SECONDS).record().counts().loaded()).isEqualTo(1);
    assertThat(behind.get(60, TimeUnit.SECONDS).record().counts().loaded()).isEqualTo(1);
    assertThat(online.rows(table)).containsExactly("1", "2", "3");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Another load's thread, or the timer, may do what this one waits for. */
  @Test
  void loadThatAnotherThreadPublishedIsToldWhatCameOfIt() {
    load("first", Target.ONLINE, 1);
    metastore.watch(
        (call, step) -> {
          if (call.equals("commit") && step == Step.AFTER) {
            publisher.publish();
          }
        });
    LoadRecord second = load("second", Target.ONLINE_IF_ABSENT, 1, 2).record();
    assertThat(second.state()).isEqualTo(LoadState.VISIBLE);
    assertThat(second.counts().loaded()).isEqualTo(1);
    assertThat(second.counts().unselected()).isEqualTo(1);
  }

  @Test
  void truncateEmptiesBothAndOnlyOnce() {
    load("l", Target.BOTH, 1);
    rowlessCommits().truncate(table, NOBODY);
    assertThat(online.rows(table)).isEmpty();
    assertThat(files()).isEmpty();
    load("m", Target.ONLINE, 2);
    assertThat(online.rows(table)).containsExactly("2");
    publisher.publish();
    assertThat(online.rows(table)).containsExactly("2");
  }

  @Test
  void tableThatNeverWasOnlineIsTruncatedWithoutIt() {
    online.failApplying(new IOException("must not be asked"));
    load("l", Target.OFFLINE, 1);
    rowlessCommits().truncate(table, NOBODY);
    tables.drop(table);
    assertThat(metastore.onlineChanges()).isEmpty();
  }

  @Test
  void dropTakesTheRowsAlong() {
    load("l", Target.ONLINE, 1);
    tables.drop(table);
    assertThat(online.rows(table)).isEmpty();
    assertThat(metastore.onlineChanges()).isEmpty();
  }

  @Test
  void loadOfATableWhoseColumnsChangedMeanwhileComesToNothing() {
    Column more = Column.of(2, "b", DataType.Scalar.BIGINT);
    Schema wider = new Schema(List.of(table.schema().column(0), more));
    metastore.watch(
        (call, step) -> {
          if (call.equals("touch") && step == Step.AFTER) {
            metastore.watch((others, steps) -> {});
            tables.alter(table, (now, facts) -> Table.of(now.id(), now.name(), wider));
          }
        });
    epoch.touch(new TableName("db", "other"), UUID.randomUUID()); // fires the change
    LoadReport report = load("l", Target.ONLINE, 1);
    assertThat(report.failure()).isNotNull();
    assertThat(report.failure().code()).isEqualTo(ErrorCode.FOREIGN_CHANGE);
    assertThat(online.staged()).isEmpty();
  }

  @Test
  void columnsOfATableWithRowsOnlineStay() {
    load("l", Target.ONLINE, 1);
    Column more = Column.of(2, "b", DataType.Scalar.BIGINT);
    Schema wider = new Schema(List.of(table.schema().column(0), more));
    assertThatThrownBy(
            () -> tables.alter(table, (now, facts) -> Table.of(now.id(), now.name(), wider)))
        .hasMessageContaining("columns of a table with rows online");
    Schema renamed = new Schema(List.of(Column.of(1, "z", DataType.Scalar.BIGINT)));
    tables.alter(table, (now, facts) -> Table.of(now.id(), now.name(), renamed));
    assertThat(online.rows(table)).containsExactly("1");
  }

  @Test
  void loadOfATableThatWasDroppedMeanwhileComesToNothing() {
    metastore.watch(
        (call, step) -> {
          if (call.equals("commit") && step == Step.BEFORE) {
            metastore.watch((others, steps) -> {});
            tables.drop(table);
          }
        });
    LoadReport report = load("l", Target.ONLINE, 1);
    assertThat(report.failure()).isNotNull();
    assertThat(report.failure().code()).isEqualTo(ErrorCode.UNKNOWN_TABLE);
    assertThat(online.rows(table)).isEmpty();
    assertThat(online.staged()).isEmpty();
  }
}
