package plimsoll.server.crash;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.CommitTicket;
import plimsoll.commit.Committer;
import plimsoll.commit.Epoch;
import plimsoll.commit.GroupCommit;
import plimsoll.commit.Metastore;
import plimsoll.commit.OnlinePublisher;
import plimsoll.commit.PreparedLoad;
import plimsoll.commit.Recovery;
import plimsoll.commit.Tables;
import plimsoll.error.PlimsollException;
import plimsoll.lake.iceberg.IcebergStore;
import plimsoll.lake.iceberg.SnapshotPins;
import plimsoll.lake.parquet.WriterSettings;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadHistory;
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
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.Rewrite;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.pipeline.LocalExecutor;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.Storage;
import plimsoll.testkit.MemoryRows;
import plimsoll.testkit.ModelOnline;

/**
 * The engine from start to end on given storage and metastore: wired as the server does, in one
 * thread.
 */
final class Life implements AutoCloseable {
  static final String DATABASE = "d";
  private static final Schema SCHEMA =
      new Schema(List.of(Column.of(1, "a", DataType.Scalar.BIGINT).required()));
  private static final Requester NOBODY = new Requester("root", "local", "test", List.of());

  final Metastore metastore;
  final IcebergStore store;
  private final ModelOnline online = new ModelOnline(); // nothing goes there in these stories
  final Storage storage;
  private final Epoch epoch;
  private final GroupCommit group;
  private final Committer committer;
  private final Loads loads;
  private final RowlessCommits rowlessCommits;
  private final Tables tables;

  /** Starts, and recovers from what an earlier life left. */
  Life(Storage storage, Metastore metastore, String directory) {
    Clock clock = Clock.systemUTC();
    this.storage = storage;
    this.metastore = metastore;
    epoch = new Epoch(metastore);
    store =
        new IcebergStore(
            storage,
            directory + "/warehouse",
            epoch::number,
            WriterSettings.DEFAULT,
            new SnapshotPins());
    OnlinePublisher publisher = new OnlinePublisher(metastore, online);
    group = new GroupCommit(metastore, store, publisher, clock);
    Loads.RejectPlace rejects = new Loads.RejectPlace(storage, directory + "/rejects");
    RunningLoads running = new RunningLoads(10);
    LoadHistory.Keep keep = new LoadHistory.Keep(Duration.ofDays(3), 1000);
    LoadHistory history = new LoadHistory(metastore, running, rejects, keep, clock);
    Recovery recovery =
        new Recovery(metastore, store, online, publisher, history::removeUnnamedRejects);
    if (recovery.needed()) {
      recovery.run(epoch.number());
    }
    tables = new Tables(metastore, store, publisher, epoch);
    committer = new Committer(group);
    rowlessCommits = new RowlessCommits(committer, epoch, clock);
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
            clock);
  }

  Table create(String name) {
    Table table = table(name);
    tables.create(table);
    return table;
  }

  /** A table that is nowhere yet. */
  Table table(String name) {
    return Table.of(UUID.randomUUID(), new TableName(DATABASE, name), SCHEMA);
  }

  /** The table of that name. */
  Table require(String name) {
    return metastore.table(new TableName(DATABASE, name)).orElseThrow();
  }

  void rename(String from, String to) {
    tables.rename(require(from), to);
  }

  Tables tables() {
    return tables;
  }

  void drop(Table table) {
    tables.drop(table);
  }

  /** Loads that many rows. */
  LoadReport load(Table table, String label, int rows) {
    return load(table, label, rows, TableWork.Mode.APPEND, null);
  }

  /** Loads that many rows in another mode; {@code rewrite} for REWRITE. */
  LoadReport load(
      Table table, String label, int rows, TableWork.Mode mode, @Nullable Rewrite rewrite) {
    List<@Nullable Long> values = new ArrayList<>();
    for (long row = 0; row < rows; row++) {
      values.add(row);
    }
    LoadPlan plan = plan(table, label, values);
    return loads.run(rewrite == null ? plan.with(mode) : plan.with(rewrite));
  }

  /** Loads a good row and a bad one, which aborts it. */
  LoadReport loadBadRow(Table table, String label) {
    return loads.run(plan(table, label, Arrays.asList(1L, null)));
  }

  /** Values of the first column; the others are NULL. */
  private static LoadPlan plan(Table table, String label, List<@Nullable Long> values) {
    List<Mapping.Fill> missing = new ArrayList<>();
    for (int column = 1; column < table.schema().size(); column++) {
      missing.add(new Mapping.Fill(column, null, null));
    }
    return new LoadPlan(
        LoadKind.STREAM,
        Label.given(label),
        table,
        new MemoryRows(table.schema(), values, Batch.CAPACITY),
        new Mapping(missing),
        LoadBounds.within(Duration.ofHours(1)),
        NOBODY,
        0);
  }

  void truncate(Table table) {
    rowlessCommits.truncate(table, NOBODY);
  }

  /** Stages rows of one load for some tables; all that is left is the commit. */
  PreparedLoad prepare(String label, Map<Table, Integer> rows) throws IOException {
    long id = epoch.nextLoadId();
    List<TableWork> work = new ArrayList<>();
    TreeMap<String, Table> ordered = new TreeMap<>();
    rows.keySet().forEach(table -> ordered.put(table.name().table(), table));
    try {
      for (Table table : ordered.values()) {
        epoch.touch(table);
        Staged staged = stage(table, id, rows.get(table));
        work.add(
            new TableWork(table, id, Label.given(label), TableWork.Mode.APPEND, List.of(staged)));
      }
    } catch (IOException | PlimsollException e) {
      discard(work);
      throw e;
    }
    List<TableName> names = work.stream().map(one -> one.table().name()).toList();
    return new PreparedLoad(record(id, label, names), work, new CommitTicket());
  }

  /** As {@link Loads} does with a load that failed; what cannot be removed now is swept later. */
  void discard(List<TableWork> work) {
    for (TableWork one : work) {
      for (Staged staged : one.staged()) {
        try {
          store.discard(staged);
        } catch (IOException e) {
          epoch.leaveToNextStart(one.table().id());
        }
      }
    }
  }

  private Staged stage(Table table, long id, int rows) throws IOException {
    Batch batch = Batch.allocate(table.schema());
    batch.rows(rows);
    try (StoreWriter writer = store.writer(table, id, epoch.fileTag(id) + "-0")) {
      writer.write(batch);
      return writer.finish();
    }
  }

  private static LoadRecord record(long id, String label, List<TableName> names) {
    Instant now = Instant.now();
    return new LoadRecord(
        id,
        DATABASE,
        Label.given(label),
        LoadState.PREPARED,
        LoadKind.STREAM,
        names,
        LoadCounts.ZERO,
        new LoadTimes(now, now, 0, 0, 0, 0),
        null,
        "",
        "root",
        "local",
        "",
        "",
        "",
        null,
        null);
  }

  GroupCommit group() {
    return group;
  }

  /** Ends in order. */
  @Override
  public void close() {
    committer.close();
    epoch.closeCleanly(store);
  }
}
