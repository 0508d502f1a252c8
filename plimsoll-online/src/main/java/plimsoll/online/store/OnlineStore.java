package plimsoll.online.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import plimsoll.model.Staged;
import plimsoll.online.key.IndexKey;
import plimsoll.online.key.KeyLayout;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.Run;
import plimsoll.online.sort.RunWriter;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.online.write.OnlineWriter;
import plimsoll.online.write.StagedLoad;
import plimsoll.online.write.StagedRuns;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;

/**
 * Rows by key and time, of all tables with an online side.
 *
 * <p>A load goes through {@link #writer} for each worker, {@link #prepare} before its commit, and
 * {@link #publish} behind it. Whoever calls gives each commit a number and calls {@link #publish},
 * {@link #delete}, {@link #truncate} and {@link #drop} in the order of these numbers, again after a
 * crash: what was done already does nothing. Each is whole or absent and durable when it returns.
 *
 * <p>Readers see each commit whole, and never wait.
 */
public final class OnlineStore implements Closeable {
  private static final long MOST_BYTES_AT_ONCE = 64 << 10;
  private static final long BUFFER_BYTES = 64L << 20;
  private static final long SMALL_BYTES = 1L << 20;
  private static final int KEYS_PER_STEP = 1000;
  private static final Pattern EPOCH = Pattern.compile("(\\d{1,18})-");

  private final Storage storage;
  private final Database database;
  private final Path staging;
  private final Lives lives;
  private final Applied applied;
  private final Publisher publisher;
  private final ReentrantLock changes = new ReentrantLock(true); // reclaiming lets commits in
  private final Gate gate = new Gate();
  private final Sizes sizes;

  /**
   * Sizes that only tests change.
   *
   * @param bufferBytes memory of a writer
   * @param smallBytes loads up to that size are written as a batch
   * @param blockBytes of a run's blocks: several threads merge what has {@value #BLOCKS_OF_A_SLICE}
   *     of them for each
   */
  public record Sizes(long bufferBytes, long smallBytes, int blockBytes) {
    private static final int BLOCKS_OF_A_SLICE = 32;

    /** What a server takes. */
    public static final Sizes DEFAULT = new Sizes(BUFFER_BYTES, SMALL_BYTES, RunWriter.BLOCK_BYTES);

    long sliceBytes() {
      return (long) BLOCKS_OF_A_SLICE * blockBytes;
    }
  }

  private OnlineStore(
      Storage storage, Database database, Path staging, Lives lives, Applied applied, Sizes sizes) {
    this.storage = storage;
    this.database = database;
    this.staging = staging;
    this.lives = lives;
    this.applied = applied;
    this.sizes = sizes;
    int threads = Runtime.getRuntime().availableProcessors();
    Merging merging = new Merging(storage, new Helpers(threads - 1), sizes.sliceBytes());
    publisher = new Publisher(database, lives, merging, threads, staging, sizes.smallBytes());
  }

  /** As below, with usual sizes. */
  public static OnlineStore open(Storage storage, Path directory, OnlineMemory memory)
      throws IOException {
    return open(storage, directory, memory, Sizes.DEFAULT);
  }

  /**
   * Opens the store, or makes it.
   *
   * @param storage local files
   * @param directory of this store alone; its database and staged files are below
   */
  public static OnlineStore open(Storage storage, Path directory, OnlineMemory memory, Sizes sizes)
      throws IOException {
    Path staging = staging(directory);
    Database database = new Database(directory.resolve("db"), memory);
    try {
      for (FileStatus file : storage.list(staging.toString())) {
        if (Path.of(file.path()).getFileName().toString().startsWith(Publisher.OWN_FILES)) {
          storage.delete(file.path());
        }
      }
      Files.createDirectories(staging);
      return new OnlineStore(
          storage, database, staging, new Lives(database), new Applied(database), sizes);
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** Where a store in that directory keeps what is staged. */
  public static Path staging(Path directory) {
    return directory.resolve("staged");
  }

  /**
   * A writer for one worker of a load.
   *
   * @param load the same id and time of arrival for all workers
   * @param fileTag begins every file name: {@code <epoch>-<load id>-<worker>}
   * @param putIfAbsent whether the load will be published so
   */
  public StoreWriter writer(OnlineWriter.Load load, String fileTag, boolean putIfAbsent) {
    return new OnlineWriter(
        storage,
        load,
        new OnlineWriter.Limits(sizes.bufferBytes(), putIfAbsent, sizes.blockBytes()),
        staging.toString(),
        fileTag);
  }

  /**
   * Makes what the workers of a load wrote for one table ready to be published: durable, and for
   * large loads sorted as a whole. What they staged belongs to the result then, or is gone.
   *
   * @param staged from {@link #writer}; at least one
   * @param fileTag begins every file name
   */
  public StagedLoad prepare(
      long loadId, List<? extends Staged> staged, String fileTag, boolean putIfAbsent)
      throws IOException {
    List<StagedRuns> workers = staged.stream().map(StagedRuns.class::cast).toList();
    StagedRuns first = workers.get(0);
    List<Run> runs = workers.stream().flatMap(worker -> worker.runs().stream()).toList();
    long bytes = workers.stream().mapToLong(StagedRuns::bytes).sum();
    StagedLoad load =
        new StagedLoad(
            first.online(),
            loadId,
            first.arrival(),
            putIfAbsent,
            0,
            runs,
            List.of(),
            workers.stream().mapToLong(StagedRuns::rows).sum(),
            workers.stream().mapToLong(StagedRuns::late).sum(),
            bytes);
    long life = begin(first.online());
    boolean isDurable = workers.stream().allMatch(StagedRuns::isDurable);
    if (isDurable && (putIfAbsent || bytes <= sizes.smallBytes())) {
      return load;
    }
    StagedLoad sorted;
    Gate.Pass pass = gate.enter();
    try {
      String prefix = staging.resolve(fileTag + "-sorted-").toString();
      sorted = publisher.toFiles(load, life, prefix, workers.size());
    } finally {
      pass.close();
    }
    try {
      storage.syncDirectory(staging.toString());
      discard(load);
    } catch (IOException | RuntimeException | Error e) {
      LoadFiles.delete(sorted.files(), e);
      throw e;
    }
    return sorted;
  }

  /** One change at a time. */
  private Gate.Pass change() {
    Gate.Pass pass = gate.enter();
    changes.lock();
    return () -> {
      changes.unlock();
      pass.close();
    };
  }

  /** The table's incarnation; its first one if it had none. */
  private long begin(OnlineTable table) throws IOException {
    Gate.Pass pass = change();
    try {
      OptionalLong life = lives.of(table.id());
      return life.isPresent() ? life.getAsLong() : lives.begin(table.id());
    } finally {
      pass.close();
    }
  }

  /**
   * Makes loads visible, commit by commit, each whole or absent; small ones for the cost of one.
   * Their files stay, for the case that this is done again: {@link #discard} removes them once the
   * commits are recorded as visible.
   *
   * @param commits in the order of their numbers
   * @return what each did
   */
  public List<Published> publish(List<OnlineCommit> commits) throws IOException {
    Gate.Pass pass = change();
    try {
      Map<Long, Published> before = new HashMap<>();
      for (OnlineCommit commit : commits) {
        applied
            .unselected(commit.number())
            .ifPresent(left -> before.put(commit.number(), commit.repeated(left)));
      }
      Iterator<Published> done =
          publisher
              .publish(
                  commits.stream().filter(commit -> !before.containsKey(commit.number())).toList())
              .iterator();
      return commits.stream()
          .map(
              commit -> {
                Published repeated = before.get(commit.number());
                return repeated == null ? done.next() : repeated;
              })
          .toList();
    } finally {
      pass.close();
    }
  }

  /** As above, for one commit. */
  public Published publish(long commit, List<StagedLoad> loads) throws IOException {
    return publish(List.of(new OnlineCommit(commit, loads))).get(0);
  }

  /**
   * Deletes the rows that {@link #read} would show, from all indexes.
   *
   * @param commit its number
   * @param index position in the table
   * @param key whose rows; null for those of all keys
   * @param from first time, in the index's unit
   * @param to last time
   * @param nowMicros clock by which rows expire
   * @return how many, also if it was done before
   */
  public long delete(
      long commit,
      OnlineTable table,
      int index,
      @Nullable IndexKey key,
      long from,
      long to,
      long nowMicros)
      throws IOException {
    Gate.Pass pass = change();
    try {
      OptionalLong before = applied.unselected(commit);
      if (before.isPresent()) {
        return before.getAsLong();
      }
      OptionalLong life = lives.of(table.id());
      if (life.isEmpty()) {
        apply(commit, batch -> () -> {});
        return 0;
      }
      long incarnation = life.getAsLong();
      Deletion deletion =
          new Deletion(database, storage, staging, commit, table, incarnation, nowMicros);
      EntryScan.Times times = new EntryScan.Times(from, to);
      try (EntryScan scan = scan(table, incarnation, index, key, times, blocks(key), nowMicros)) {
        return deletion.run(commit, table.indexes().get(index), scan, sizes.smallBytes());
      }
    } finally {
      pass.close();
    }
  }

  private EntryScan scan(
      OnlineTable table,
      long incarnation,
      int index,
      @Nullable IndexKey key,
      EntryScan.Times times,
      EntryScan.Blocks blocks,
      long now) {
    byte[] head = KeyLayout.head(incarnation, index);
    byte[] range = key == null ? head : key.after(head);
    OnlineIndex of = table.indexes().get(index);
    return new EntryScan(database, of, range, blocks, times, now);
  }

  /** Removes all rows of a table. */
  public void truncate(long commit, UUID table) throws IOException {
    end(commit, table, true);
  }

  /** Removes a table. */
  public void drop(long commit, UUID table) throws IOException {
    end(commit, table, false);
  }

  private void end(long commit, UUID table, boolean isTruncated) throws IOException {
    Gate.Pass pass = change();
    try {
      if (!applied.contains(commit)) {
        apply(commit, batch -> lives.end(table, isTruncated, batch));
      }
    } finally {
      pass.close();
    }
  }

  private interface Change {
    /** Adds to the batch, and says what to do once it is written. */
    Runnable write(WriteBatch batch) throws RocksDBException;
  }

  private void apply(long commit, Change change) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      Runnable then = change.write(batch);
      Applied.add(commit, 0, batch);
      database.write(batch);
      then.run();
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
  }

  /** The last commit that is done here; 0 if none ever was. */
  public long lastApplied() throws IOException {
    Gate.Pass pass = gate.enter();
    try {
      return applied.last();
    } finally {
      pass.close();
    }
  }

  /** Whether a commit is done here. */
  public boolean isApplied(long commit) throws IOException {
    Gate.Pass pass = gate.enter();
    try {
      return applied.contains(commit);
    } finally {
      pass.close();
    }
  }

  /** Says that no commit up to that one will come again: what is noted of them is forgotten. */
  public void settled(long commit) throws IOException {
    Gate.Pass pass = change();
    try {
      applied.raiseFloor(commit);
    } finally {
      pass.close();
    }
  }

  /** Removes the files of a load: one that will not be committed, or is visible for good. */
  public void discard(Staged staged) throws IOException {
    for (String path : staged.paths()) {
      storage.delete(path);
    }
  }

  /**
   * Removes files of loads that came to nothing because their server died.
   *
   * @param deadBefore files of smaller epochs are candidates: the number that their names begin
   *     with
   * @param kept paths that a commit still needs
   * @return paths removed
   */
  public List<String> sweep(long deadBefore, Set<String> kept) throws IOException {
    List<String> removed = new ArrayList<>();
    for (FileStatus file : storage.list(staging.toString())) {
      if (!kept.contains(file.path()) && epoch(file) < deadBefore) {
        storage.delete(file.path());
        removed.add(file.path());
      }
    }
    return removed;
  }

  private static long epoch(FileStatus file) {
    Matcher epoch = EPOCH.matcher(Path.of(file.path()).getFileName().toString());
    return epoch.lookingAt() ? Long.parseLong(epoch.group(1)) : Long.MAX_VALUE;
  }

  /**
   * Rows of an index, newest first within a key.
   *
   * @param index position in the table; a scan of the table reads the first
   * @param key whose rows; null for those of all keys, key by key in ascending order
   * @param from first time, in the index's unit
   * @param to last time
   * @param limit most rows; negative for all
   * @param nowMicros clock by which rows expire, in microseconds since 1970-01-01
   */
  public OnlineRows read(
      OnlineTable table,
      int index,
      @Nullable IndexKey key,
      long from,
      long to,
      long limit,
      long nowMicros) {
    EntryScan.Times times = new EntryScan.Times(from, to);
    return read(table, index, key, times, limit, blocks(key), nowMicros);
  }

  private static EntryScan.Blocks blocks(@Nullable IndexKey key) {
    return key == null ? EntryScan.Blocks.PASSING : EntryScan.Blocks.KEPT;
  }

  /**
   * As {@link #read}, for a thread that others wait for: reading these rows throws {@link
   * NotAtOnceException} where a block of theirs is not in the cache, and behind 64 KB of them or
   * some thousand entries that are removed or not wanted. It does wait while the store is closed.
   */
  public OnlineRows readAtOnce(
      OnlineTable table, int index, IndexKey key, long from, long to, long limit, long nowMicros) {
    EntryScan.Times times = new EntryScan.Times(from, to);
    return read(table, index, key, times, limit, EntryScan.Blocks.IN_MEMORY, nowMicros);
  }

  private OnlineRows read(
      OnlineTable table,
      int index,
      @Nullable IndexKey key,
      EntryScan.Times times,
      long limit,
      EntryScan.Blocks blocks,
      long nowMicros) {
    Gate.Pass pass = gate.enter();
    try {
      // A table that was never loaded has no rows: incarnation 0 is nobody's.
      long incarnation = lives.of(table.id()).orElse(0);
      EntryScan scan = scan(table, incarnation, index, key, times, blocks, nowMicros);
      boolean isAtOnce = blocks == EntryScan.Blocks.IN_MEMORY;
      return new OnlineRows(gate, scan, limit, isAtOnce ? MOST_BYTES_AT_ONCE : Long.MAX_VALUE);
    } finally {
      pass.close();
    }
  }

  /** All rows of a table. */
  public OnlineRows scan(OnlineTable table, long nowMicros) {
    return read(table, 0, null, Long.MIN_VALUE, Long.MAX_VALUE, -1, nowMicros);
  }

  /**
   * Reads the rows of a table into the cache, its indexes one behind the other. Nobody waits for
   * it: it takes turns with {@link #close}.
   *
   * @param mostBytes where it stops
   * @param goesOn asked between steps
   * @return bytes read; below {@code mostBytes} if that was all
   */
  public long readAhead(OnlineTable table, long mostBytes, BooleanSupplier goesOn)
      throws IOException {
    OptionalLong life = lives.of(table.id());
    if (life.isEmpty()) {
      return 0;
    }
    Warmup warmup = new Warmup(database, KeyLayout.incarnation(life.getAsLong()));
    while (!warmup.isDone() && warmup.bytes() < mostBytes && goesOn.getAsBoolean()) {
      Gate.Pass pass = gate.enter();
      try {
        warmup.step(KEYS_PER_STEP);
      } finally {
        pass.close();
      }
    }
    return warmup.bytes();
  }

  /**
   * Gives back the space of rows of a table that have expired; readers see no change. Takes turns
   * with commits.
   */
  public void reclaim(OnlineTable table, long nowMicros) throws IOException {
    for (Slot slot : Slot.of(table)) {
      OptionalLong life = lives.of(table.id());
      if (life.isPresent() && Expiry.canExpire(table, slot)) {
        reclaim(slot, life.getAsLong(), nowMicros);
      }
    }
  }

  private void reclaim(Slot slot, long incarnation, long now) throws IOException {
    Expiry expiry = new Expiry(database);
    byte @Nullable [] from = KeyLayout.head(incarnation, slot.number());
    while (from != null) {
      Gate.Pass pass = change();
      try {
        from = expiry.purge(slot, from, KEYS_PER_STEP, now);
      } finally {
        pass.close();
      }
    }
  }

  /**
   * Gives back the space of tables that were truncated or dropped.
   *
   * @return how many
   */
  public int reclaimDropped() throws IOException {
    Gate.Pass pass = change();
    try {
      return lives.removeDead();
    } finally {
      pass.close();
    }
  }

  /**
   * Waits for what is being done, then closes; readers that are open learn it from their next call.
   */
  @Override
  public void close() throws IOException {
    gate.close(database::close);
  }
}
