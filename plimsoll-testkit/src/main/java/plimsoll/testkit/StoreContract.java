package plimsoll.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Batch;
import plimsoll.model.Label;
import plimsoll.model.LinkChange;
import plimsoll.model.OfflineContents;
import plimsoll.model.PointerChange;
import plimsoll.model.SoftLinks;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableWork;
import plimsoll.model.TableWork.Mode;
import plimsoll.model.Vector;
import plimsoll.pipeline.write.Store;
import plimsoll.pipeline.write.StoreWriter;

/** What every store must do: each sentence of {@link Store}'s documentation. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before each test
public abstract class StoreContract {
  private Store store;
  private Table table;
  private long loads;

  /** The store under test, empty. */
  protected abstract Store newStore() throws IOException;

  /** The rows that a metadata location shows, each as {@code id,text}, in any order. */
  protected abstract List<String> rows(Table shown, String location) throws IOException;

  /** Every file there is, of any kind. */
  protected abstract Set<String> files() throws IOException;

  @BeforeEach
  void openStore() throws IOException {
    store = newStore();
    table = Samples.table("demo", "t");
  }

  // ---- create, append, replace

  @Test
  void newTableIsEmptyAndHasNoOldPointer() throws IOException {
    PointerChange created = store.create(table);
    assertThat(created.from()).isNull();
    assertRows(created.to());
  }

  @Test
  void estimateKeepsNothingAndNeedsNoTable() throws IOException {
    Table absent = Table.of(UUID.randomUUID(), table.name(), table.schema());
    try (StoreWriter writer = store.estimator(absent)) {
      writer.write(batch("a", "b"));
      Staged staged = writer.finish();
      assertThat(staged.rows()).isEqualTo(2);
      assertThat(staged.bytes()).isPositive();
      assertThat(staged.paths()).isEmpty();
    }
    assertThat(files()).isEmpty();
  }

  @Test
  void stagedRowsAreNotSeen() throws IOException {
    String location = create();
    Staged staged = stage("1-1-0", "a", "b");
    assertThat(staged.rows()).isEqualTo(2);
    assertThat(staged.bytes()).isPositive();
    assertThat(staged.table()).isEqualTo(table);
    assertThat(files()).containsAll(staged.paths());
    assertRows(location);
  }

  @Test
  void preparedMetadataShowsTheRowsAndTheOldStaysAsItWas() throws IOException {
    String location = commit(create(), append(stage("1-1-0", "a")));
    PointerChange change = store.prepare(table, location, List.of(append(stage("1-2-0", "b"))));
    assertThat(change.from()).isEqualTo(location);
    assertThat(change.to()).isNotEqualTo(location);
    assertRows(location, "a");
    assertRows(change.to(), "a", "b");
  }

  @Test
  void groupIsOneChange() throws IOException {
    String location =
        commit(
            create(),
            append(stage("1-1-0", "a"), stage("1-1-1", "b")),
            append(stage("1-2-0", "c")),
            append(stage("1-3-0", "d")));
    assertRows(location, "a", "b", "c", "d");
  }

  @Test
  void replaceDropsWhatWasBefore() throws IOException {
    String location = commit(create(), append(stage("1-1-0", "a")));
    location = commit(location, replace(stage("1-2-0", "b")));
    assertRows(location, "b");
    assertRows(commit(location, replace()));
  }

  @Test
  void worksOfAGroupTakeEffectInTheirOrder() throws IOException {
    String location = commit(create(), append(stage("1-1-0", "a")));
    location =
        commit(
            location,
            append(stage("1-2-0", "b")),
            replace(stage("1-3-0", "c")),
            append(stage("1-4-0", "d")));
    assertRows(location, "c", "d");
  }

  @Test
  void rowsForAnEmptyTableAreRefusedWhereThereAreSome() throws IOException {
    String location = commit(create(), ifEmpty(stage("1-1-0", "a")), append(stage("1-2-0", "b")));
    assertRows(location, "a", "b");
    Staged late = stage("1-3-0", "c");
    assertRefused(location, ifEmpty(late));
    String emptied = commit(location, replace());
    assertRefused(emptied, append(stage("1-4-0", "d")), ifEmpty(late));
    assertRows(commit(emptied, ifEmpty(late)), "c");
  }

  private void assertRefused(String location, TableWork... work) throws IOException {
    Set<String> before = files();
    assertThatThrownBy(() -> store.prepare(table, location, List.of(work)))
        .isInstanceOfSatisfying(
            PlimsollException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TABLE_NOT_EMPTY))
        .hasMessageContaining(table.name().toString());
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void loadWithoutRowsChangesNothing() throws IOException {
    String location = commit(create(), append(stage("1-1-0", "a")));
    Staged nothing = stage("1-2-0");
    assertThat(nothing.rows()).isZero();
    location = commit(location, append(nothing));
    assertRows(location, "a");
    assertRows(commit(location, append()), "a");
  }

  @Test
  void lostSwapIsPreparedAgainOnTheNewBase() throws IOException {
    String location = create();
    TableWork work = append(stage("1-1-0", "a"));
    PointerChange lost = store.prepare(table, location, List.of(work));
    String moved = commit(location, append(stage("1-2-0", "b")));
    store.discard(lost);
    assertRows(commit(moved, work), "a", "b");
  }

  @Test
  void manyCommitsAddUp() throws IOException {
    String location = create();
    String[] all = new String[12];
    for (int i = 0; i < all.length; i++) {
      all[i] = "r" + i;
      location = commit(location, append(stage("1-" + i + "-0", all[i])));
    }
    assertRows(location, all);
  }

  // ---- soft links

  private static final SoftLinks PARQUET = SoftLinks.ofParquet(List.of("/a.parquet", "/b"));
  private static final SoftLinks CSV =
      new SoftLinks("csv", Map.of("column_separator", "\u0001", "header", "none"), List.of("/c"));

  @Test
  void linksChangeWithTheFilesOfTheirCommit() throws IOException {
    String location = commit(create(), link(Mode.APPEND_IF_EMPTY, CSV));
    assertShows(location, false, CSV);
    assertRows(location);
    location = commit(location, link(Mode.REPLACE, PARQUET), append(stage("1-1-0", "a")));
    assertShows(location, true, PARQUET);
    assertRows(location, "a");
    SoftLinks more = SoftLinks.ofParquet(List.of("/b", "/d"));
    location = commit(location, link(Mode.APPEND, more), append(stage("1-2-0", "b")));
    assertShows(location, true, SoftLinks.ofParquet(List.of("/a.parquet", "/b", "/d")));
    assertRows(location, "a", "b");
    location = commit(location, link(Mode.REPLACE, CSV));
    assertShows(location, false, CSV);
    assertRows(location);
    location = commit(location, replace(stage("1-3-0", "c")));
    assertShows(location, true, SoftLinks.NONE);
    assertRows(location, "c");
  }

  @Test
  void linksStayWhenTheDefinitionChanges() throws IOException {
    String location = commit(create(), link(Mode.APPEND, PARQUET));
    Table after =
        new Table(
            table.id(),
            table.name(),
            table.schema(),
            table.keyKind(),
            table.keys(),
            table.partitioning(),
            "another comment",
            table.properties());
    PointerChange change = store.alter(table, after, location);
    store.committed(change);
    assertShows(change.to(), false, PARQUET);
  }

  @Test
  void groupWithLinksThatCannotBeIsRefusedAsAWhole() throws IOException {
    String location = commit(create(), link(Mode.APPEND, CSV));
    Set<String> before = files();
    for (TableWork work : List.of(link(Mode.APPEND, PARQUET), append(stage("1-1-0", "a")))) {
      assertThatThrownBy(() -> store.prepare(table, location, List.of(append(), work)))
          .isInstanceOfSatisfying(
              PlimsollException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.LINK_MISMATCH));
      for (Staged staged : work.staged()) {
        store.discard(staged);
      }
    }
    assertThat(files()).isEqualTo(before);
    assertShows(location, false, CSV);
  }

  private TableWork link(Mode mode, SoftLinks links) {
    TableWork work = work(mode);
    return new TableWork(
        work.table(),
        work.loadId(),
        work.label(),
        mode,
        List.of(),
        null,
        new LinkChange.Load(links));
  }

  private void assertShows(String location, boolean files, SoftLinks links) throws IOException {
    assertThat(store.facts(location).contents()).isEqualTo(new OfflineContents(files, links));
  }

  // ---- nothing is left behind

  @Test
  void discardedChangeLeavesNothing() throws IOException {
    String location = commit(create(), append(stage("1-1-0", "a")));
    TableWork work = append(stage("1-2-0", "b"));
    Set<String> before = files();
    store.discard(store.prepare(table, location, List.of(work)));
    assertThat(files()).isEqualTo(before);
    assertRows(location, "a");
  }

  @Test
  void discardedCreationLeavesNothing() throws IOException {
    Set<String> before = files();
    store.discard(store.create(table));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void discardedStagedFilesLeaveNothing() throws IOException {
    create();
    Set<String> before = files();
    store.discard(stage("1-1-0", "a"));
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void closedWriterLeavesNothing() throws IOException {
    create();
    Set<String> before = files();
    try (StoreWriter writer = store.writer(table, 1, "1-1-0")) {
      writer.write(batch("a", "b"));
    }
    assertThat(files()).isEqualTo(before);
  }

  @Test
  void droppedTableLeavesNothingAndItsNamesakeStays() throws IOException {
    Table other = Samples.table("demo", "t");
    String kept = store.create(other).to();
    Set<String> before = files();
    commit(create(), append(stage("1-1-0", "a")));
    stage("1-2-0", "b");
    store.drop(table.name(), table.id());
    assertThat(files()).isEqualTo(before);
    assertThat(rows(other, kept)).isEmpty();
  }

  @Test
  void droppingATableThatNeverCameToBeIsNoError() throws IOException {
    store.drop(table.name(), UUID.randomUUID());
    assertThat(files()).isEmpty();
  }

  // ---- sweep

  @Test
  void sweepRemovesWhatDeadEpochsNeverCommitted() throws IOException {
    String location = commit(create(), append(stage("1-1-0", "a")));
    Staged lost = stage("1-2-0", "b");
    Staged alive = stage("3-3-0", "c");
    List<String> removed = store.sweep(table, location, 3);
    assertThat(removed).containsExactlyElementsOf(lost.paths());
    assertThat(files()).doesNotContainAnyElementsOf(lost.paths()).containsAll(alive.paths());
    assertRows(location, "a");
    assertThat(store.sweep(table, location, 3)).isEmpty();
    assertRows(commit(location, append(alive)), "a", "c");
  }

  // ---- helpers

  private String create() throws IOException {
    return store.create(table).to();
  }

  private Staged stage(String tag, String... rows) throws IOException {
    try (StoreWriter writer = store.writer(table, ++loads, tag)) {
      if (rows.length > 0) {
        writer.write(batch(rows));
      }
      return writer.finish();
    }
  }

  private Batch batch(String... rows) {
    Batch batch = Batch.allocate(table.schema());
    Vector.Longs ids = (Vector.Longs) batch.column(0);
    Vector.Bytes texts = (Vector.Bytes) batch.column(1);
    texts.data(String.join("", rows).getBytes(StandardCharsets.UTF_8));
    int start = 0;
    for (int row = 0; row < rows.length; row++) {
      ids.values[row] = row;
      texts.starts[row] = start;
      texts.lengths[row] = rows[row].length();
      start += rows[row].length();
    }
    batch.rows(rows.length);
    return batch;
  }

  private TableWork append(Staged... staged) {
    return work(Mode.APPEND, staged);
  }

  private TableWork ifEmpty(Staged... staged) {
    return work(Mode.APPEND_IF_EMPTY, staged);
  }

  private TableWork replace(Staged... staged) {
    return work(Mode.REPLACE, staged);
  }

  private TableWork work(Mode mode, Staged... staged) {
    long load = ++loads;
    return new TableWork(table, load, Label.given("load-" + load), mode, List.of(staged));
  }

  private String commit(String location, TableWork... work) throws IOException {
    PointerChange change = store.prepare(table, location, List.of(work));
    store.committed(change);
    return change.to();
  }

  /** Ids are 0 in every load of one row; the text tells rows apart. */
  private void assertRows(String location, String... texts) throws IOException {
    assertThat(rows(table, location).stream().map(row -> row.substring(row.indexOf(',') + 1)))
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(texts));
  }
}
