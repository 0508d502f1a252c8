package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static plimsoll.testkit.Samples.aborted;
import static plimsoll.testkit.Samples.fullTable;
import static plimsoll.testkit.Samples.load;
import static plimsoll.testkit.Samples.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.access.UserName;
import plimsoll.commit.LoadFilter;
import plimsoll.commit.Metastore;
import plimsoll.commit.Metastore.LabelTakenException;
import plimsoll.commit.Metastore.PointerMovedException;
import plimsoll.commit.Metastore.Touched;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.job.JobKind;
import plimsoll.job.JobOrder;
import plimsoll.job.JobState;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadParent;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.OnlineChange;
import plimsoll.model.OnlineChange.Kind;
import plimsoll.model.OnlineDone;
import plimsoll.model.OnlineProgress;
import plimsoll.model.PointerChange;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.TableName;

/** What every metastore must do: each sentence of {@link Metastore}'s documentation. */
@SuppressWarnings("NullAway.Init") // JUnit fills the field before each test
public abstract class MetastoreContract {
  private static final int THREADS = 8;

  /** The one under test, open. */
  protected Metastore metastore;

  /** A metastore over a new, empty database. */
  protected abstract Metastore open();

  /** Closes a metastore and opens another over the same database. */
  protected abstract Metastore reopen(Metastore open);

  /** Sets or adds a pointer as another engine does, past the metastore. */
  protected abstract void movePointerFromOutside(TableName name, String location);

  @BeforeEach
  void openMetastore() {
    metastore = open();
  }

  @AfterEach
  void closeMetastore() {
    metastore.close();
  }

  // ---- databases

  @Test
  void databasesAreListedInNameOrder() {
    assertThat(metastore.databases()).isEmpty();
    for (String name : List.of("b", "a", "B", "ab")) {
      metastore.createDatabase(name, Map.of());
    }
    assertThat(metastore.databases()).containsExactly("B", "a", "ab", "b");
  }

  @Test
  void databaseExistsFromCreationToDrop() {
    assertThat(metastore.databaseExists("demo")).isFalse();
    metastore.createDatabase("demo", Map.of("owner", "it's me", "empty", ""));
    assertThat(metastore.databaseExists("demo")).isTrue();
    assertThat(metastore.databaseExists("Demo")).isFalse();
    metastore.dropDatabase("demo");
    assertThat(metastore.databaseExists("demo")).isFalse();
    metastore.createDatabase("demo", Map.of());
  }

  @Test
  void databaseThatExistsIsNotCreatedAgain() {
    metastore.createDatabase("demo", Map.of());
    assertFails(
        ErrorCode.DATABASE_EXISTS,
        "Database 'demo' already exists. Use IF NOT EXISTS to ignore this.",
        () -> metastore.createDatabase("demo", Map.of()));
  }

  @Test
  void unknownDatabaseIsNotDropped() {
    metastore.createDatabase("flights", Map.of());
    assertFails(
        ErrorCode.UNKNOWN_DATABASE,
        "unknown database, database=flihgts. Did you mean 'flights'?",
        () -> metastore.dropDatabase("flihgts"));
  }

  @Test
  void databaseWithTablesIsNotDropped() {
    Table table = created(table("demo", "t"));
    assertFails(
        ErrorCode.DATABASE_NOT_EMPTY,
        "Database 'demo' still has 1 tables. Drop them first, or use FORCE.",
        () -> metastore.dropDatabase("demo"));
    metastore.dropTable(table.name(), table.id());
    metastore.dropDatabase("demo");
  }

  @Test
  void databaseWithTablesOfOtherEnginesIsNotDropped() {
    metastore.createDatabase("demo", Map.of());
    movePointerFromOutside(new TableName("demo", "foreign"), "f/1");
    assertFails(
        ErrorCode.DATABASE_NOT_EMPTY,
        "Database 'demo' still has 1 tables. Drop them first, or use FORCE.",
        () -> metastore.dropDatabase("demo"));
  }

  @Test
  void droppedDatabaseForgetsItsLabelsAndLoads() {
    metastore.createDatabase("demo", Map.of());
    metastore.createDatabase("other", Map.of());
    metastore.commit(List.of(), List.of(load(1, "demo", "once"), load(2, "other", "once")));
    metastore.recordAborted(aborted(3, "demo", "twice", "no"));
    metastore.dropDatabase("demo");
    assertThat(metastore.loads(null, 10)).extracting(LoadRecord::id).containsExactly(2L);
    metastore.createDatabase("demo", Map.of());
    assertThat(metastore.load("demo", Label.given("once"))).isEmpty();
    assertThat(metastore.load("demo", Label.given("twice"))).isEmpty();
    metastore.commit(List.of(), List.of(load(4, "demo", "once")));
    assertThat(metastore.load("demo", Label.given("once"))).map(LoadRecord::id).hasValue(4L);
  }

  // ---- tables

  @Test
  void tableIsReadBackAsItWasDeclared() {
    Table full = created(fullTable("demo", "t"));
    Table plain = created(table("demo", "plain"));
    assertThat(metastore.table(full.name())).hasValue(full);
    assertThat(metastore.table(plain.name())).hasValue(plain);
    assertThat(metastore.pointer(full.name())).hasValue(first(full));
  }

  @Test
  void tablesAreListedInNameOrderWithTheirOwnDetails() {
    Table b = created(fullTable("demo", "b"));
    Table a = created(fullTable("demo", "a"));
    Table capital = created(table("demo", "B"));
    created(table("other", "a"));
    assertThat(metastore.tables("demo")).containsExactly(capital, a, b);
  }

  @Test
  void tablesOfAnUnknownDatabaseAreAnError() {
    assertFails(
        ErrorCode.UNKNOWN_DATABASE,
        "unknown database, database=none",
        () -> metastore.tables("none"));
    assertThat(metastore.table(new TableName("none", "t"))).isEmpty();
    assertThat(metastore.pointer(new TableName("none", "t"))).isEmpty();
  }

  @Test
  void unknownTableIsEmpty() {
    created(table("demo", "t"));
    assertThat(metastore.table(new TableName("demo", "T"))).isEmpty();
    assertThat(metastore.pointer(new TableName("demo", "T"))).isEmpty();
  }

  @Test
  void tableNeedsItsDatabase() {
    Table table = table("none", "t");
    assertFails(
        ErrorCode.UNKNOWN_DATABASE,
        "unknown database, database=none",
        () -> metastore.createTable(table, new PointerChange(table, null, "m/1")));
    assertThat(metastore.pointer(table.name())).isEmpty();
  }

  @Test
  void tableThatExistsIsNotCreatedAgain() {
    Table table = created(fullTable("demo", "t"));
    Table second = table("demo", "t");
    assertFails(
        ErrorCode.TABLE_EXISTS,
        "Table 'demo.t' already exists. Use IF NOT EXISTS to ignore this.",
        () -> metastore.createTable(second, new PointerChange(second, null, "m/2")));
    assertThat(metastore.table(table.name())).hasValue(table);
    assertThat(metastore.pointer(table.name())).hasValue(first(table));
  }

  @Test
  void tableOfAnotherEngineIsNotListedButItsNameIsTaken() {
    metastore.createDatabase("demo", Map.of());
    Table ours = created(table("demo", "ours"));
    Table table = table("demo", "foreign");
    movePointerFromOutside(table.name(), "f/1");
    assertThat(metastore.tables("demo")).containsExactly(ours);
    assertThat(metastore.table(table.name())).isEmpty();
    assertFails(
        ErrorCode.TABLE_EXISTS,
        "Table 'demo.foreign' already exists. Use IF NOT EXISTS to ignore this.",
        () -> metastore.createTable(table, new PointerChange(table, null, "m/1")));
  }

  @Test
  void droppedTableIsForgottenWithItsPointer() {
    Table table = created(fullTable("demo", "t"));
    metastore.dropTable(table.name(), table.id());
    assertThat(metastore.table(table.name())).isEmpty();
    assertThat(metastore.pointer(table.name())).isEmpty();
    assertThat(metastore.tables("demo")).isEmpty();
    Table again = created(fullTable("demo", "t"));
    assertThat(metastore.table(table.name())).hasValue(again);
  }

  @Test
  void onlyTheTableOfThatIdentityIsDropped() {
    Table table = created(table("demo", "table"));
    assertFails(
        ErrorCode.UNKNOWN_TABLE,
        "Unknown table 'demo.table'. Did you mean 'table'?",
        () -> metastore.dropTable(table.name(), UUID.randomUUID()));
    assertFails(
        ErrorCode.UNKNOWN_TABLE,
        "Unknown table 'demo.tabel'. Did you mean 'table'?",
        () -> metastore.dropTable(new TableName("demo", "tabel"), table.id()));
    assertFails(
        ErrorCode.UNKNOWN_TABLE,
        "Unknown table 'none.table'.",
        () -> metastore.dropTable(new TableName("none", "table"), table.id()));
    assertThat(metastore.table(table.name())).hasValue(table);
    assertThat(metastore.pointer(table.name())).hasValue(first(table));
  }

  @Test
  void alteredTableAndItsPointerChangeTogether() {
    Table table = created(fullTable("demo", "t"));
    Table other = created(fullTable("demo", "u"));
    Table changed =
        new Table(
            table.id(),
            table.name(),
            new Schema(List.of(Column.of(7, "only", DataType.Scalar.DOUBLE))),
            table.keyKind(),
            List.of(),
            List.of(),
            "another",
            Map.of("k", "v"));
    metastore.alterTable(changed, next(table, 2));
    assertThat(metastore.table(table.name())).hasValue(changed);
    assertThat(metastore.pointer(table)).hasValue(location(table, 2));
    assertThat(metastore.table(other.name())).hasValue(other);
    assertThat(metastore.pointer(other)).hasValue(first(other));
  }

  @Test
  void tableWhosePointerMovedIsNotAltered() {
    Table table = created(fullTable("demo", "t"));
    Table changed = table.copyAs(table.id(), table.name());
    metastore.commit(List.of(next(table, 2)), List.of());
    assertThatThrownBy(() -> metastore.alterTable(changed, next(table, 2)))
        .isInstanceOf(PointerMovedException.class);
    assertThat(metastore.table(table.name())).hasValue(table);
    assertThat(metastore.pointer(table)).hasValue(location(table, 2));
    metastore.dropTable(table.name(), table.id());
    assertThatThrownBy(() -> metastore.alterTable(changed, next(table, 3)))
        .isInstanceOf(PointerMovedException.class);
  }

  @Test
  void renamedTableKeepsItsIdentityAndPointer() {
    Table table = created(fullTable("demo", "t"));
    Table renamed = table.renamed("u");
    metastore.renameTable(table.name(), renamed);
    assertThat(metastore.table(table.name())).isEmpty();
    assertThat(metastore.pointer(table.name())).isEmpty();
    assertThat(metastore.table(renamed.name())).hasValue(renamed);
    assertThat(metastore.pointer(renamed)).hasValue(first(table));
    assertThat(metastore.table(renamed.name()).orElseThrow().home()).isEqualTo(table.name());
    assertMoved(next(table, 2));
    created(table("demo", "t"));
  }

  @Test
  void tableIsNotRenamedToATakenNameNorByAnotherIdentity() {
    Table table = created(fullTable("demo", "table"));
    created(table("demo", "taken"));
    movePointerFromOutside(new TableName("demo", "foreign"), "f/1");
    for (String taken : List.of("taken", "foreign", "table")) {
      assertFails(
          ErrorCode.TABLE_EXISTS,
          "Table 'demo." + taken + "' already exists. Use IF NOT EXISTS to ignore this.",
          () -> metastore.renameTable(table.name(), table.renamed(taken)));
    }
    Table impostor = table("demo", "table");
    assertFails(
        ErrorCode.UNKNOWN_TABLE,
        "Unknown table 'demo.table'. Did you mean 'table'?",
        () -> metastore.renameTable(impostor.name(), impostor.renamed("x")));
    assertThat(metastore.table(table.name())).hasValue(table);
  }

  @Test
  void tableThatWasReadBeforeIsReadAsItIsNow() {
    Table table = created(fullTable("demo", "t"));
    assertThat(metastore.table(table.name())).hasValue(table);
    Table altered = commented(table, 1);
    metastore.alterTable(altered, next(table, 2));
    assertThat(metastore.table(table.name())).hasValue(altered);
    Table renamed = altered.renamed("u");
    metastore.renameTable(table.name(), renamed);
    assertThat(metastore.table(table.name())).isEmpty();
    assertThat(metastore.table(renamed.name())).hasValue(renamed);
    Table another = created(fullTable("demo", "t"));
    assertThat(metastore.table(another.name())).hasValue(another);
    metastore.dropTable(renamed.name(), renamed.id());
    assertThat(metastore.table(renamed.name())).isEmpty();
    Table last = created(fullTable("demo", "u"));
    assertThat(metastore.table(last.name())).hasValue(last);
  }

  @Test
  void tableIsNeverReadAsItWasBeforeAChangeThatHasReturned() throws Exception {
    Table table = created(table("demo", "t"));
    AtomicInteger changed = new AtomicInteger();
    inParallel(
        thread -> {
          if (thread == 0) {
            for (int i = 1; i <= 100; i++) {
              metastore.alterTable(
                  commented(table, i), new PointerChange(table, first(table), first(table)));
              changed.set(i);
            }
            changed.set(Integer.MAX_VALUE);
            return;
          }
          int before = 0;
          while (before < Integer.MAX_VALUE) {
            String comment = metastore.table(table.name()).orElseThrow().comment();
            int seen = comment.isEmpty() ? 0 : Integer.parseInt(comment);
            assertThat(seen).isGreaterThanOrEqualTo(Math.min(before, 100));
            before = changed.get();
          }
        },
        PointerMovedException.class);
  }

  private static Table commented(Table table, int number) {
    return new Table(
        table.id(),
        table.name(),
        table.schema(),
        table.keyKind(),
        table.keys(),
        table.partitioning(),
        Integer.toString(number),
        table.properties(),
        table.indexes());
  }

  @Test
  void pointerThatAnotherEngineMovedIsSeen() {
    Table table = created(table("demo", "t"));
    movePointerFromOutside(table.name(), "foreign/2");
    assertThat(metastore.pointer(table.name())).hasValue("foreign/2");
  }

  // ---- epochs

  @Test
  void everyEpochIsLargerThanAnyBefore() {
    long first = metastore.openEpoch();
    long second = metastore.openEpoch();
    metastore = reopen(metastore);
    assertThat(first).isPositive();
    assertThat(second).isGreaterThan(first);
    assertThat(metastore.openEpoch()).isGreaterThan(second);
  }

  @Test
  void touchesOfEarlierEpochsAreRememberedOnceOldestFirst() {
    Touched neverCreated = new Touched(1, new TableName("none", "t"), UUID.randomUUID());
    Touched later = new Touched(2, new TableName("demo", "t"), neverCreated.tableId());
    Touched now = new Touched(3, new TableName("demo", "t"), UUID.randomUUID());
    for (Touched touched : List.of(now, later, neverCreated, later, neverCreated)) {
      metastore.touch(touched);
    }
    assertThat(metastore.touchedBefore(3)).containsExactly(neverCreated, later);
    assertThat(metastore.touchedBefore(1)).isEmpty();
    metastore.untouch(neverCreated);
    metastore.untouch(neverCreated);
    assertThat(metastore.touchedBefore(9)).containsExactly(later, now);
  }

  @Test
  void touchOutlivesItsTable() {
    Table table = created(table("demo", "t"));
    Touched touched = new Touched(1, table.name(), table.id());
    metastore.touch(touched);
    metastore.dropTable(table.name(), table.id());
    metastore.dropDatabase("demo");
    assertThat(metastore.touchedBefore(2)).containsExactly(touched);
  }

  // ---- commit

  @Test
  void commitMovesAllPointersAndRecordsAllLoads() {
    Table a = created(table("demo", "a"));
    Table b = created(table("other", "b"));
    metastore.commit(
        List.of(next(a, 2), next(b, 2)),
        List.of(load(1, "demo", "l1", a.name(), b.name()), load(2, "other", "l1", b.name())));
    assertThat(metastore.pointer(a.name())).hasValue(location(a, 2));
    assertThat(metastore.pointer(b.name())).hasValue(location(b, 2));
    assertThat(metastore.load("demo", Label.given("l1")))
        .hasValue(load(1, "demo", "l1", a.name(), b.name()));
    assertThat(metastore.load("other", Label.given("l1")))
        .hasValue(load(2, "other", "l1", b.name()));
  }

  @Test
  void commitOfNothingIsNothing() {
    metastore.commit(List.of(), List.of());
    assertThat(metastore.loads(null, 10)).isEmpty();
  }

  @Test
  void loadWaitsForItsOnlineChangeAndIsVisibleWhenThatIsDone() {
    Table table = created(table("demo", "t"));
    metastore.commit(
        List.of(next(table, 2)),
        List.of(load(1, "demo", "both", table.name()), load(2, "demo", "off", table.name())),
        List.of(OnlineChange.of(table.id(), Kind.LOAD, 1, "some text\nof 'two' lines")));
    assertThat(state("both")).isEqualTo(LoadState.COMMITTED);
    assertThat(state("off")).isEqualTo(LoadState.VISIBLE);
    assertThat(metastore.hasOnlineSide(table.id())).isTrue();
    assertThat(metastore.hasOnlineSide(UUID.randomUUID())).isFalse();
    OnlineChange change =
        new OnlineChange(1, table.id(), Kind.LOAD, 1, "some text\nof 'two' lines");
    assertThat(metastore.onlineChanges()).containsExactly(change);

    OnlineDone done = new OnlineDone(change, 10);
    metastore.onlineDone(List.of(done));
    metastore.onlineDone(List.of(done)); // again, after its answer was lost
    assertThat(metastore.onlineChanges()).isEmpty();
    LoadRecord stored = metastore.load("demo", Label.given("both")).orElseThrow();
    assertThat(stored.state()).isEqualTo(LoadState.VISIBLE);
    assertThat(stored.counts().loaded()).isEqualTo(990);
    assertThat(stored.counts().unselected()).isEqualTo(13);
  }

  private LoadState state(String label) {
    return metastore.load("demo", Label.given(label)).orElseThrow().state();
  }

  @Test
  void onlineChangesAreNumberedInTheOrderOfCommitsAndNumbersNeverComeAgain() {
    Table table = created(table("demo", "t"));
    Table other = created(table("demo", "u"));
    commitOnline(1, OnlineChange.of(table.id(), Kind.LOAD, 1, "a"));
    commitOnline(
        2,
        OnlineChange.of(other.id(), Kind.LOAD, 2, "b"),
        OnlineChange.of(table.id(), Kind.TRUNCATE, 2, ""));
    assertThat(metastore.onlineChanges())
        .extracting(OnlineChange::number, OnlineChange::kind)
        .containsExactly(tuple(1L, Kind.LOAD), tuple(2L, Kind.LOAD), tuple(3L, Kind.TRUNCATE));
    assertThat(metastore.onlineProgress()).isEqualTo(new OnlineProgress(0, 3));
    List<OnlineDone> done =
        metastore.onlineChanges().stream().map(one -> new OnlineDone(one, 0)).toList();
    metastore.onlineDone(done.subList(0, 1));
    assertThat(metastore.onlineProgress()).isEqualTo(new OnlineProgress(1, 3));
    metastore.onlineDone(done);
    metastore = reopen(metastore);
    assertThat(metastore.onlineProgress()).isEqualTo(new OnlineProgress(3, 3));
    commitOnline(3, OnlineChange.of(table.id(), Kind.DELETE, 3, "some"));
    assertThat(metastore.onlineChanges()).extracting(OnlineChange::number).containsExactly(4L);
  }

  private void commitOnline(long load, OnlineChange... changes) {
    metastore.commit(List.of(), List.of(load(load, "demo", "l" + load)), List.of(changes));
  }

  @Test
  void tableWithoutAnOnlineSideIsNotEmptiedThere() {
    Table table = created(table("demo", "t"));
    commitOnline(1, OnlineChange.of(table.id(), Kind.TRUNCATE, 1, ""));
    assertThat(metastore.onlineChanges()).isEmpty();
    assertThat(metastore.onlineProgress()).isEqualTo(new OnlineProgress(0, 0));
    assertThat(state("l1")).isEqualTo(LoadState.VISIBLE);
    metastore.dropTable(table.name(), table.id());
    assertThat(metastore.onlineChanges()).isEmpty();
  }

  @Test
  void dropOfATableWithAnOnlineSideIsAChangeOfIt() {
    Table table = created(table("demo", "t"));
    commitOnline(1, OnlineChange.of(table.id(), Kind.LOAD, 1, ""));
    metastore.dropTable(table.name(), table.id());
    assertThat(metastore.onlineChanges())
        .containsExactly(
            new OnlineChange(1, table.id(), Kind.LOAD, 1, ""),
            new OnlineChange(2, table.id(), Kind.DROP, 0, ""));
    assertThat(metastore.table(table.id())).isEmpty();
  }

  @Test
  void onlineChangeOfADroppedTableUndoesTheWholeCommit() {
    Table table = created(table("demo", "t"));
    metastore.dropTable(table.name(), table.id());
    assertFails(
        ErrorCode.UNKNOWN_TABLE,
        "Unknown table '" + table.id() + "'. It was dropped.",
        () -> commitOnline(1, OnlineChange.of(table.id(), Kind.LOAD, 1, "")));
    assertThat(metastore.load("demo", Label.given("l1"))).isEmpty();
    assertThat(metastore.onlineChanges()).isEmpty();
  }

  @Test
  void tableIsFoundByItsIdentityWhateverItsName() {
    Table table = created(table("demo", "t"));
    metastore.renameTable(table.name(), table.renamed("other"));
    assertThat(metastore.table(table.id()).orElseThrow().name().table()).isEqualTo("other");
    assertThat(metastore.table(UUID.randomUUID())).isEmpty();
  }

  @Test
  void committedLoadIsVisibleWhateverItsRecordSaid() {
    metastore.createDatabase("demo", Map.of());
    LoadRecord load = load(1, "demo", "l");
    metastore.commit(List.of(), List.of(load.in(LoadState.PREPARED, "", load.times())));
    assertThat(metastore.load("demo", Label.given("l"))).hasValue(load);
  }

  @Test
  void movedPointerUndoesTheWholeCommit() {
    Table a = created(table("demo", "a"));
    Table b = created(table("demo", "b"));
    movePointerFromOutside(b.name(), "foreign/2");
    assertThatThrownBy(
            () ->
                metastore.commit(
                    List.of(next(a, 2), next(b, 2)), List.of(load(1, "demo", "l", a.name()))))
        .isInstanceOfSatisfying(
            PointerMovedException.class, e -> assertThat(e.table()).isEqualTo(b.name()));
    assertUntouched(a, "l");
    assertThat(metastore.pointer(b.name())).hasValue("foreign/2");
  }

  @Test
  void pointerOfADroppedTableHasMoved() {
    Table table = created(table("demo", "t"));
    metastore.dropTable(table.name(), table.id());
    assertMoved(next(table, 2));
    assertThat(metastore.pointer(table.name())).isEmpty();
  }

  @Test
  void pointerOfATableCreatedAgainHasMovedEvenToTheSamePlace() {
    Table table = created(table("demo", "t"));
    metastore.dropTable(table.name(), table.id());
    Table again = table("demo", "t");
    metastore.createTable(again, new PointerChange(again, null, first(table)));
    assertMoved(next(table, 2));
    assertThat(metastore.pointer(table.name())).hasValue(first(table));
  }

  @Test
  void pointersOfSomeTablesAreThoseOfOurs() {
    assertThat(metastore.pointers(10)).isEmpty();
    Table one = created(table("demo", "a"));
    Table two = created(table("demo", "b"));
    movePointerFromOutside(new TableName("demo", "foreign"), "elsewhere/1");
    assertThat(metastore.pointers(10))
        .containsExactlyInAnyOrder(
            metastore.pointer(one.name()).orElseThrow(),
            metastore.pointer(two.name()).orElseThrow());
    assertThat(metastore.pointers(1)).hasSize(1);
  }

  @Test
  void pointerOfATableThatOnlyAnotherEngineHasIsNotOurs() {
    metastore.createDatabase("demo", Map.of());
    Table table = table("demo", "foreign");
    movePointerFromOutside(table.name(), first(table));
    assertMoved(next(table, 2));
  }

  @Test
  void tableComesToBeInTheCommitOfItsLoad() {
    Table other = created(table("demo", "other"));
    Table table = fullTable("demo", "t");
    metastore.commit(
        List.of(new PointerChange(table, null, location(table, 2)), next(other, 2)),
        List.of(load(1, "demo", "l", table.name())));
    assertThat(metastore.table(table.name())).hasValue(table);
    assertThat(metastore.pointer(table)).hasValue(location(table, 2));
    assertThat(metastore.pointer(other)).hasValue(location(other, 2));
    assertThat(metastore.load("demo", Label.given("l"))).isPresent();
  }

  @Test
  void tableThatCannotComeToBeUndoesTheWholeCommit() {
    Table there = created(table("demo", "t"));
    Table other = created(table("demo", "other"));
    Table again = table("demo", "t");
    assertFails(
        ErrorCode.TABLE_EXISTS,
        "Table 'demo.t' already exists. Use IF NOT EXISTS to ignore this.",
        () ->
            metastore.commit(
                List.of(next(other, 2), new PointerChange(again, null, "m/2")),
                List.of(load(1, "demo", "l", again.name()))));
    assertThat(metastore.table(there.name())).hasValue(there);
    assertUntouched(there, "l");
    assertUntouched(other, "l");
  }

  @Test
  void takenLabelOrMovedPointerLeavesNoNewTable() {
    Table other = created(table("demo", "other"));
    metastore.commit(List.of(), List.of(load(1, "demo", "l")));
    Table table = table("demo", "t");
    PointerChange create = new PointerChange(table, null, location(table, 2));
    assertThatThrownBy(
            () -> metastore.commit(List.of(create), List.of(load(2, "demo", "l", table.name()))))
        .isInstanceOf(LabelTakenException.class);
    assertThatThrownBy(() -> metastore.commit(List.of(create, move(other, 7)), List.of()))
        .isInstanceOf(PointerMovedException.class);
    assertThat(metastore.table(table.name())).isEmpty();
    assertThat(metastore.pointer(table.name())).isEmpty();
  }

  @Test
  void pointerMovesStepByStepInOneCommit() {
    Table table = created(table("demo", "t"));
    PointerChange then = new PointerChange(table, location(table, 2), location(table, 3));
    metastore.commit(List.of(next(table, 2), then), List.of());
    assertThat(metastore.pointer(table.name())).hasValue(location(table, 3));
  }

  @Test
  void takenLabelUndoesTheWholeCommit() {
    Table table = created(table("demo", "t"));
    metastore.commit(List.of(), List.of(load(1, "demo", "taken")));
    assertThatThrownBy(
            () ->
                metastore.commit(
                    List.of(next(table, 2)),
                    List.of(load(2, "demo", "free"), load(3, "demo", "taken"))))
        .isInstanceOfSatisfying(
            LabelTakenException.class, e -> assertThat(e.label()).isEqualTo(Label.given("taken")));
    assertUntouched(table, "free");
    assertThat(metastore.load("demo", Label.given("taken"))).map(LoadRecord::id).hasValue(1L);
  }

  @Test
  void labelIsTakenOnceInOneCommitToo() {
    metastore.createDatabase("demo", Map.of());
    assertThatThrownBy(
            () -> metastore.commit(List.of(), List.of(load(1, "demo", "l"), load(2, "demo", "l"))))
        .isInstanceOf(LabelTakenException.class);
    assertThat(metastore.load("demo", Label.given("l"))).isEmpty();
  }

  @Test
  void labelsAreTakenPerDatabaseAndCase() {
    metastore.createDatabase("demo", Map.of());
    metastore.createDatabase("Demo", Map.of());
    metastore.commit(
        List.of(), List.of(load(1, "demo", "l"), load(2, "Demo", "l"), load(3, "demo", "L")));
    assertThat(metastore.load("demo", Label.given("L"))).map(LoadRecord::id).hasValue(3L);
  }

  @Test
  void generatedLabelIsTakenAsWell() {
    metastore.createDatabase("demo", Map.of());
    Label label = Label.generate("insert_");
    LoadRecord load = load(1, "demo", "x").withLabel(label);
    metastore.commit(List.of(), List.of(load));
    assertThat(metastore.load("demo", Label.given(label.text()))).hasValue(load);
    assertThatThrownBy(
            () -> metastore.commit(List.of(), List.of(load(2, "demo", "x").withLabel(label))))
        .isInstanceOf(LabelTakenException.class);
  }

  @Test
  void loadIntoADroppedDatabaseIsNotCommitted() {
    assertFails(
        ErrorCode.UNKNOWN_DATABASE,
        "unknown database, database=none",
        () -> metastore.commit(List.of(), List.of(load(1, "none", "l"))));
  }

  @Test
  void loadIdIsUsedOnce() {
    metastore.createDatabase("demo", Map.of());
    metastore.commit(List.of(), List.of(load(1, "demo", "a")));
    assertFails(
        ErrorCode.BROKEN_INVARIANT,
        "Broken invariant: load id 1 is used twice. This is a bug in Plimsoll.",
        () -> metastore.commit(List.of(), List.of(load(1, "demo", "b"))));
    assertThat(metastore.load("demo", Label.given("b"))).isEmpty();
  }

  @Test
  void groupOfHundredsOfLoadsIsOneCommit() {
    Table table = created(table("demo", "t"));
    List<LoadRecord> loads = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      loads.add(load(i, "demo", "label-" + i, table.name()));
    }
    metastore.commit(List.of(next(table, 2)), loads);
    List<LoadRecord> found = metastore.loads("demo", 1_000);
    assertThat(found).hasSize(500);
    assertThat(found).containsExactlyInAnyOrderElementsOf(loads);
    assertThat(metastore.load("demo", Label.given("label-77"))).hasValue(loads.get(76));
  }

  // ---- records

  @Test
  void recordIsReadBackInFull() {
    metastore.createDatabase("demo", Map.of());
    LoadRecord load =
        new LoadRecord(
            (1L << 53) - 1,
            "demo",
            new Label("insert_1", true),
            LoadState.VISIBLE,
            LoadKind.LOAD_DATA,
            List.of(new TableName("z", "2"), new TableName("demo", "1")),
            new LoadCounts(Long.MAX_VALUE, 1, 2, 3, 4, 5),
            new LoadTimes(Samples.NOON, Samples.NOON.plusMillis(9), 6, 7, 8, 9),
            null,
            "",
            "o'neill",
            "[::1]:99",
            "/data/a\nb.csv",
            "LOAD DATA INFILE 'x' -- \"; DROP TABLE loads;\\ 你好 🚢",
            "line 1\nline 2\t",
            "demo/insert_1",
            new LoadParent((1L << 53) - 2, "the-first"));
    metastore.commit(List.of(), List.of(load));
    assertThat(metastore.loads("demo", 1)).containsExactly(load);
  }

  @Test
  void timesAreKeptToTheMillisecond() {
    metastore.createDatabase("demo", Map.of());
    LoadRecord load = load(1, "demo", "l");
    LoadTimes times = load.times();
    LoadTimes finer =
        new LoadTimes(
            times.started().plusNanos(999_999), times.finished().plusNanos(1), 1, 2, 3, 4);
    metastore.commit(List.of(), List.of(load.in(LoadState.VISIBLE, "", finer)));
    assertThat(metastore.loads(null, 1)).containsExactly(load);
  }

  @ParameterizedTest
  @ValueSource(strings = {"it's", "\"quoted\"", "`b`", "a;b--", "你好", "🚢", "a b", "%_?", "ÄÖ"})
  void namesMayHoldAnyCharacter(String name) {
    Table table = created(table(name, name));
    metastore.commit(List.of(next(table, 2)), List.of(load(1, name, "l", table.name())));
    assertThat(metastore.databases()).containsExactly(name);
    assertThat(metastore.tables(name)).containsExactly(table);
    assertThat(metastore.pointer(table.name())).hasValue(location(table, 2));
    assertThat(metastore.loads(name, 1)).containsExactly(load(1, name, "l", table.name()));
  }

  @Test
  void longTextsAreKeptWhole() {
    metastore.createDatabase("demo", Map.of());
    String statement = "INSERT INTO t VALUES " + "('ä', 1), ".repeat(200_000);
    LoadRecord load = load(1, "demo", "l").withStatement(statement);
    metastore.commit(List.of(), List.of(load));
    assertThat(metastore.loads("demo", 1)).containsExactly(load);
  }

  @Test
  void labelOfAnAbortedLoadStaysFree() {
    metastore.createDatabase("demo", Map.of());
    LoadRecord failed = aborted(1, "demo", "l", "too many filtered rows");
    metastore.recordAborted(failed);
    assertThat(metastore.load("demo", Label.given("l"))).hasValue(failed);
    metastore.commit(List.of(), List.of(load(2, "demo", "l")));
    assertThat(metastore.load("demo", Label.given("l"))).map(LoadRecord::id).hasValue(2L);
    assertThat(metastore.loads("demo", 10)).extracting(LoadRecord::id).containsExactly(2L, 1L);
  }

  @Test
  void loadThatHoldsTheLabelIsFoundBeforeALaterAbortedOne() {
    metastore.createDatabase("demo", Map.of());
    metastore.commit(List.of(), List.of(load(1, "demo", "l")));
    metastore.recordAborted(aborted(2, "demo", "l", "Label [l] has already been used."));
    assertThat(metastore.load("demo", Label.given("l"))).map(LoadRecord::id).hasValue(1L);
  }

  @Test
  void loadsAreFoundByDatabaseLabelAndId() {
    metastore.createDatabase("demo", Map.of());
    metastore.createDatabase("other", Map.of());
    metastore.recordAborted(aborted(1, "demo", "l", "first"));
    metastore.commit(List.of(), List.of(load(2, "demo", "l"), load(3, "demo", "m")));
    metastore.commit(List.of(), List.of(load(4, "other", "l")));
    assertThat(found(null, null, null, 10)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(found("demo", null, null, 10)).containsExactlyInAnyOrder(1L, 2L, 3L);
    assertThat(found("demo", "l", null, 10)).containsExactlyInAnyOrder(1L, 2L);
    assertThat(found(null, "l", null, 10)).containsExactlyInAnyOrder(1L, 2L, 4L);
    assertThat(found("other", "l", 4L, 10)).containsExactly(4L);
    assertThat(found("demo", "l", 4L, 10)).isEmpty();
    assertThat(found("nowhere", null, null, 10)).isEmpty();
    assertThat(found(null, null, null, 3)).hasSize(3);
  }

  @Test
  void loadsAreFoundPageByPage() {
    metastore.createDatabase("demo", Map.of());
    for (long id = 1; id <= 5; id++) {
      metastore.commit(List.of(), List.of(load(id, "demo", "l" + id)));
    }
    LoadFilter filter = new LoadFilter("demo", null, null);
    List<LoadRecord> all = new ArrayList<>();
    List<LoadRecord> page = metastore.findLoads(filter, 2);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      all.addAll(page);
      page = metastore.findLoads(filter.behind(page.get(page.size() - 1)), 2);
    }
    assertThat(all).isEqualTo(metastore.findLoads(filter, 10)).hasSize(5);
  }

  private List<Long> found(
      @Nullable String database, @Nullable String label, @Nullable Long id, int limit) {
    return metastore.findLoads(new LoadFilter(database, label, id), limit).stream()
        .map(LoadRecord::id)
        .toList();
  }

  @Test
  void lastOfSeveralAbortedLoadsIsFound() {
    metastore.createDatabase("demo", Map.of());
    metastore.recordAborted(aborted(2, "demo", "l", "second"));
    metastore.recordAborted(aborted(3, "demo", "l", "third"));
    metastore.recordAborted(aborted(1, "demo", "l", "first"));
    assertThat(metastore.load("demo", Label.given("l"))).map(LoadRecord::reason).hasValue("third");
  }

  @Test
  void abortedRecordNeverReplacesAnother() {
    metastore.createDatabase("demo", Map.of());
    metastore.commit(List.of(), List.of(load(1, "demo", "l", new TableName("demo", "t"))));
    metastore.recordAborted(aborted(1, "demo", "l", "late"));
    assertThat(metastore.loads("demo", 10))
        .containsExactly(load(1, "demo", "l", new TableName("demo", "t")));
    metastore.recordAborted(aborted(2, "demo", "m", "first"));
    metastore.recordAborted(aborted(2, "demo", "m", "again"));
    assertThat(metastore.load("demo", Label.given("m"))).map(LoadRecord::reason).hasValue("first");
  }

  @Test
  void abortedLoadOfADroppedDatabaseLeavesNoRecord() {
    metastore.recordAborted(aborted(1, "none", "l", "the database was dropped"));
    assertThat(metastore.loads(null, 10)).isEmpty();
    assertThat(metastore.load("none", Label.given("l"))).isEmpty();
  }

  @Test
  void pointerOfATableIsGoneWithItAlsoWhenAnotherTakesItsName() {
    Table first = created(table("demo", "t"));
    assertThat(metastore.pointer(first)).isEqualTo(metastore.pointer(first.name())).isPresent();
    metastore.dropTable(first.name(), first.id());
    assertThat(metastore.pointer(first)).isEmpty();
    Table second = table("demo", "t");
    metastore.createTable(second, new PointerChange(second, null, location(second, 1)));
    assertThat(metastore.pointer(first)).isEmpty();
    assertThat(metastore.pointer(second)).hasValue(location(second, 1));
  }

  @Test
  void unknownLabelIsEmpty() {
    metastore.createDatabase("demo", Map.of());
    assertThat(metastore.load("demo", Label.given("l"))).isEmpty();
  }

  @Test
  void loadsComeLatestStartFirstAndNoMoreThanAskedFor() {
    metastore.createDatabase("demo", Map.of());
    metastore.createDatabase("other", Map.of());
    metastore.commit(
        List.of(),
        List.of(
            load(2, "demo", "b"),
            load(4, "other", "d"),
            load(1, "demo", "a"),
            load(3, "demo", "c")));
    assertThat(metastore.loads(null, 3)).extracting(LoadRecord::id).containsExactly(4L, 3L, 2L);
    assertThat(metastore.loads("demo", 2)).extracting(LoadRecord::id).containsExactly(3L, 2L);
    assertThat(metastore.loads("demo", 0)).isEmpty();
    assertFails(
        ErrorCode.UNKNOWN_DATABASE,
        "unknown database, database=none",
        () -> metastore.loads("none", 1));
  }

  // ---- durability and threads

  // ---- forgetting

  @Test
  void recordsOfOldLoadsAreForgottenAndLabelsOfUsersStayTaken() {
    metastore.createDatabase("demo", Map.of());
    LoadRecord ours = load(1, "demo", "x").withLabel(Label.generate("insert_"));
    LoadRecord users = load(2, "demo", "l2");
    LoadRecord kept = load(3, "demo", "l3");
    metastore.commit(List.of(), List.of(ours, users, kept));
    metastore.recordAborted(aborted(0, "demo", "l0", "why"));

    assertThat(metastore.forgetLoads(kept.times().finished(), 10, 100)).isEqualTo(3);

    assertThat(metastore.loads("demo", 10)).containsExactly(kept);
    assertThat(metastore.load("demo", ours.label())).isEmpty();
    assertThat(metastore.load("demo", Label.given("l0"))).isEmpty();
    assertThat(metastore.load("demo", users.label()))
        .hasValueSatisfying(
            left -> {
              assertThat(left.id()).isEqualTo(2);
              assertThat(left.state()).isEqualTo(LoadState.VISIBLE);
              assertThat(left.details()).contains("aged out");
            });
    LoadRecord again = load(4, "demo", "l2");
    assertThatThrownBy(() -> metastore.commit(List.of(), List.of(again)))
        .isInstanceOf(LabelTakenException.class);
    assertThat(metastore.forgetLoads(kept.times().finished(), 10, 100)).isZero();
  }

  @Test
  void loadOfAJobThatIsNotOverIsNotForgotten() {
    metastore.createDatabase("demo", Map.of());
    Label label = Label.generate("job_");
    JobOrder order =
        new JobOrder(
            JobKind.IMPORT_OFFLINE,
            UserName.ROOT,
            "here",
            null,
            Map.of(),
            "LOAD DATA",
            new JobOrder.Load("demo", label));
    long job = metastore.jobs().submit(order, Samples.NOON).id();
    metastore.commit(List.of(), List.of(load(1, "demo", "x").withLabel(label)));
    metastore.commit(List.of(), List.of(load(2, "demo", "l2")));
    assertThat(metastore.forgetLoads(Samples.NOON.plusSeconds(60), 0, 1)).isEqualTo(1);
    assertThat(metastore.forgetLoads(Samples.NOON.plusSeconds(60), 0, 1)).isZero();
    assertThat(metastore.load("demo", label)).isPresent();

    metastore.jobs().end(job, JobState.SUBMITTED, JobState.FINISHED, Samples.NOON, "");
    assertThat(metastore.forgetLoads(Samples.NOON.plusSeconds(60), 0, 1)).isEqualTo(1);
    assertThat(metastore.load("demo", label)).isEmpty();
  }

  @Test
  void recordsBeyondTheNumberOfADatabaseAreForgottenOldestFirst() {
    metastore.createDatabase("demo", Map.of());
    metastore.createDatabase("other", Map.of());
    for (int i = 1; i <= 5; i++) {
      metastore.commit(
          List.of(), List.of(load(i, "demo", "l" + i), load(10 + i, "other", "l" + i)));
    }
    metastore.commit(List.of(), List.of(load(6, "demo", "l6")));
    assertThat(metastore.forgetLoads(Samples.NOON, 5, 100)).isEqualTo(1);
    assertThat(ids("demo")).containsExactly(6L, 5L, 4L, 3L, 2L);
    assertThat(ids("other")).hasSize(5);
    assertThat(metastore.forgetLoads(Samples.NOON, 1, 3)).isEqualTo(3);
    assertThat(metastore.forgetLoads(Samples.NOON, 1, 100)).isEqualTo(5);
    assertThat(ids("demo")).containsExactly(6L);
    assertThat(ids("other")).containsExactly(15L);
  }

  private List<Long> ids(String database) {
    return metastore.loads(database, 100).stream().map(LoadRecord::id).toList();
  }

  @Test
  void errorLogsAreThoseThatRecordsName() {
    metastore.createDatabase("demo", Map.of());
    metastore.createDatabase("other", Map.of());
    metastore.commit(
        List.of(), List.of(load(1, "demo", "l1"), load(2, "demo", "l2").withErrorLog("log-2")));
    metastore.recordAborted(aborted(3, "demo", "l3", "why").withErrorLog("log-3"));
    metastore.recordAborted(aborted(4, "other", "l4", "why").withErrorLog("log-4"));
    assertThat(metastore.errorLogs()).containsExactlyInAnyOrder("log-2", "log-3", "log-4");
    metastore.dropDatabase("other");
    assertThat(metastore.errorLogs()).containsExactlyInAnyOrder("log-2", "log-3");
    metastore.forgetLoads(Samples.NOON.plusSeconds(60), 10, 100);
    assertThat(metastore.errorLogs()).isEmpty();
  }

  @Test
  void everythingIsThereAfterReopening() {
    Table table = created(fullTable("demo", "t"));
    metastore.commit(List.of(next(table, 2)), List.of(load(1, "demo", "l", table.name())));
    metastore.recordAborted(aborted(2, "demo", "m", "no"));
    Touched touched = new Touched(metastore.openEpoch(), table.name(), table.id());
    metastore.touch(touched);
    metastore = reopen(metastore);
    assertThat(metastore.databases()).containsExactly("demo");
    assertThat(metastore.tables("demo")).containsExactly(table);
    assertThat(metastore.pointer(table.name())).hasValue(location(table, 2));
    assertThat(metastore.loads("demo", 10))
        .containsExactly(aborted(2, "demo", "m", "no"), load(1, "demo", "l", table.name()));
    assertThat(metastore.touchedBefore(touched.epoch() + 1)).containsExactly(touched);
    assertThatThrownBy(() -> metastore.commit(List.of(), List.of(load(3, "demo", "l"))))
        .isInstanceOf(LabelTakenException.class);
  }

  @Test
  void onePointerMovesForOneThreadInEveryRound() throws Exception {
    Table table = created(table("demo", "t"));
    for (int round = 1; round <= 20; round++) {
      int now = round;
      List<Boolean> won =
          inParallel(
              thread -> {
                long id = now * 100L + thread;
                metastore.commit(
                    List.of(
                        new PointerChange(table, location(table, now), location(table, now + 1))),
                    List.of(load(id, "demo", "l" + id, table.name())));
              },
              PointerMovedException.class);
      assertThat(won).as("round %d", round).containsOnlyOnce(true);
    }
    assertThat(metastore.loads("demo", 1_000)).hasSize(20);
    assertThat(metastore.pointer(table.name())).hasValue(location(table, 21));
  }

  @Test
  void oneThreadGetsALabel() throws Exception {
    metastore.createDatabase("demo", Map.of());
    for (int round = 1; round <= 20; round++) {
      String label = "l" + round;
      long base = round * 100L;
      List<Boolean> won =
          inParallel(
              thread -> metastore.commit(List.of(), List.of(load(base + thread, "demo", label))),
              LabelTakenException.class);
      assertThat(won).as("round %d", round).containsOnlyOnce(true);
    }
    assertThat(metastore.loads("demo", 1_000)).hasSize(20);
  }

  @Test
  void readersSeeCommitsWholeWhileOthersWrite() throws Exception {
    Table a = created(table("demo", "a"));
    Table b = created(table("demo", "b"));
    List<Boolean> done =
        inParallel(
            thread -> {
              for (int i = 1; i <= 25; i++) {
                if (thread == 0) {
                  metastore.commit(
                      List.of(move(a, i), move(b, i)), List.of(load(i, "demo", "l" + i)));
                } else {
                  List<LoadRecord> loads = metastore.loads("demo", 100);
                  assertThat(loads).extracting(LoadRecord::id).doesNotHaveDuplicates();
                  assertThat(metastore.load("demo", Label.given("l" + loads.size())).isPresent())
                      .isEqualTo(!loads.isEmpty());
                }
              }
            },
            PointerMovedException.class);
    assertThat(done).containsOnly(true);
  }

  // ---- helpers

  /** What one of several threads does. */
  @FunctionalInterface
  private interface Part {
    void run(int thread);
  }

  /** Starts all threads at once; whether each came through rather than lose in the expected way. */
  private static List<Boolean> inParallel(Part part, Class<? extends RuntimeException> lost)
      throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      CyclicBarrier start = new CyclicBarrier(THREADS);
      List<Callable<Boolean>> parts = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        parts.add(
            () -> {
              start.await();
              return wins(() -> part.run(thread), lost);
            });
      }
      List<Boolean> results = new ArrayList<>();
      for (Future<Boolean> result : threads.invokeAll(parts)) {
        results.add(result.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean wins(Runnable part, Class<? extends RuntimeException> lost) {
    try {
      part.run();
      return true;
    } catch (RuntimeException e) {
      if (!lost.isInstance(e)) {
        throw e;
      }
      return false;
    }
  }

  /** Creates the table, and its database if need be. */
  protected Table created(Table table) {
    if (!metastore.databaseExists(table.name().database())) {
      metastore.createDatabase(table.name().database(), Map.of());
    }
    metastore.createTable(table, new PointerChange(table, null, first(table)));
    return table;
  }

  /** Where the n-th metadata of a table lies; the first is 1. */
  protected static String location(Table table, int number) {
    return "warehouse/" + table.name() + "-" + table.id() + "/metadata/" + number + ".json";
  }

  private static String first(Table table) {
    return location(table, 1);
  }

  /** From the metadata before to that one. */
  protected static PointerChange next(Table table, int number) {
    return move(table, number - 1);
  }

  private static PointerChange move(Table table, int from) {
    return new PointerChange(table, location(table, from), location(table, from + 1));
  }

  private void assertMoved(PointerChange change) {
    assertThatThrownBy(() -> metastore.commit(List.of(change), List.of(load(1, "demo", "moved"))))
        .isInstanceOfSatisfying(
            PointerMovedException.class,
            e -> assertThat(e.table()).isEqualTo(change.table().name()));
    assertThat(metastore.load("demo", Label.given("moved"))).isEmpty();
  }

  private void assertUntouched(Table table, String label) {
    assertThat(metastore.pointer(table.name())).hasValue(first(table));
    assertThat(metastore.load(table.name().database(), Label.given(label))).isEmpty();
  }

  private static void assertFails(ErrorCode code, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(PlimsollException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
