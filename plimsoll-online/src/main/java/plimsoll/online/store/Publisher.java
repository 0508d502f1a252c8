package plimsoll.online.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import plimsoll.error.ErrorCode;
import plimsoll.online.sort.KeySlice;
import plimsoll.online.write.StagedLoad;

/**
 * Makes loads visible: all slots of all tables and the mark of the commit in one call, either as
 * files that RocksDB takes, or as one synced batch where there is little.
 */
final class Publisher {
  /** Begins the names of files that only a publish needs: removed at the next start. */
  static final String OWN_FILES = "publish-";

  private final Database database;
  private final Lives lives;
  private final Merging merging;
  private final int threads;
  private final Path staging;
  private final long smallBytes;

  /**
   * Publishes into that database.
   *
   * @param threads most that publish a load
   * @param staging directory on the database's file system
   * @param smallBytes loads up to that size are written as a batch
   */
  Publisher(
      Database database, Lives lives, Merging merging, int threads, Path staging, long smallBytes) {
    this.database = database;
    this.lives = lives;
    this.merging = merging;
    this.threads = threads;
    this.staging = staging;
    this.smallBytes = smallBytes;
  }

  /** Commits that become one batch: their rows are not there yet. */
  private final class Waiting {
    private final Map<Long, List<PendingLoad>> commits = new LinkedHashMap<>();
    private final Set<UUID> tables = new HashSet<>();
    private long bytes;

    /** Whether that one has to wait until these are written. */
    boolean isBefore(OnlineCommit commit) {
      return bytes + commit.bytes() > smallBytes
          || commit.loads().stream()
              .anyMatch(load -> load.putIfAbsent() && tables.contains(load.online().id()));
    }

    void add(OnlineCommit commit, List<PendingLoad> parts) {
      commits.put(commit.number(), parts);
      commit.loads().forEach(load -> tables.add(load.online().id()));
      bytes += commit.bytes();
    }

    void write() throws IOException {
      if (!commits.isEmpty()) {
        writeBatch(commits);
      }
      commits.clear();
      tables.clear();
      bytes = 0;
    }
  }

  /** Publishes commits that were not published, in their order; small ones together. */
  List<Published> publish(List<OnlineCommit> commits) throws IOException {
    List<Published> published = new ArrayList<>();
    Waiting waiting = new Waiting();
    for (OnlineCommit commit : commits) {
      boolean isSmall = commit.isSmall(smallBytes);
      if (!isSmall || waiting.isBefore(commit)) {
        waiting.write();
      }
      List<PendingLoad> parts = parts(commit, isSmall);
      if (isSmall) {
        waiting.add(commit, parts);
      } else {
        ingest(commit.number(), parts);
      }
      published.add(figures(parts));
    }
    waiting.write();
    return published;
  }

  private List<PendingLoad> parts(OnlineCommit commit, boolean isSmall) throws IOException {
    List<PendingLoad> parts = new ArrayList<>();
    for (StagedLoad load : commit.loads()) {
      parts.add(pending(load, isSmall));
    }
    return parts;
  }

  private static Published figures(List<PendingLoad> parts) {
    long rows = parts.stream().mapToLong(part -> part.load().rows()).sum();
    return new Published(false, rows - leftOut(parts), leftOut(parts));
  }

  private static long leftOut(List<PendingLoad> parts) {
    return parts.stream().mapToLong(part -> part.present().count()).sum();
  }

  private PendingLoad pending(StagedLoad load, boolean isSmall) throws IOException {
    long incarnation =
        lives
            .of(load.online().id())
            .orElseThrow(
                () ->
                    ErrorCode.BROKEN_INVARIANT.with(
                        "load "
                            + load.loadId()
                            + " of table "
                            + load.table().name()
                            + ", which the online store does not have"));
    return new PendingLoad(load, incarnation, present(load, incarnation, isSmall));
  }

  /** What small commits leave out must be known before they wait for each other. */
  private PresentRows present(StagedLoad load, long incarnation, boolean isSmall)
      throws IOException {
    if (!load.putIfAbsent()) {
      return PresentRows.none(database, load, incarnation);
    }
    return isSmall
        ? PresentRows.of(database, merging, load, incarnation)
        : PresentRows.whileWriting(database, merging, load, incarnation, threads);
  }

  private void writeBatch(Map<Long, List<PendingLoad>> commits) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<Long, List<PendingLoad>> commit : commits.entrySet()) {
        for (PendingLoad part : commit.getValue()) {
          put(part, batch);
        }
        Applied.add(commit.getKey(), leftOut(commit.getValue()), batch);
      }
      database.write(batch);
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
  }

  private void put(PendingLoad part, WriteBatch batch) throws IOException {
    for (int slot = 0; slot < part.slots().size(); slot++) {
      KeySlice all = KeySlice.whole(part.load().runs(), slot);
      part.each(
          merging,
          slot,
          all,
          () -> true,
          (keyHead, entry, valueHead, withRow) -> {
            byte[] key = join(keyHead, entry.data, entry.keyStart, entry.keyLength);
            int rowLength = withRow ? entry.rowLength : 0;
            put(key, join(valueHead, entry.rowData(), entry.rowStart, rowLength), batch);
          });
    }
  }

  private void put(byte[] key, byte[] value, WriteBatch batch) throws IOException {
    try {
      batch.put(key, value);
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
  }

  static byte[] join(byte[] head, byte[] data, int start, int length) {
    byte[] joined = Arrays.copyOf(head, head.length + length);
    System.arraycopy(data, start, joined, head.length, length);
    return joined;
  }

  private void ingest(long commit, List<PendingLoad> parts) throws IOException {
    String prefix = staging.resolve(OWN_FILES + commit + "-").toString();
    List<String> all = new ArrayList<>();
    try (Links links = new Links(prefix + "link-");
        SstFiles own = new SstFiles(database, prefix)) {
      for (int i = 0; i < parts.size(); i++) {
        PendingLoad part = parts.get(i);
        if (part.load().files().isEmpty()) {
          String files = prefix + "part-" + i + "-";
          all.addAll(LoadFiles.write(database, merging, part, files, threads).names());
        } else if (part.load().incarnation() == part.incarnation()) {
          links.add(part.load().files());
        } else {
          writeAgain(part, own);
        }
      }
      own.endFile();
      Applied.add(commit, leftOut(parts), own);
      all.addAll(own.finish());
      all.addAll(links.names);
      database.ingest(all);
    } catch (IOException | RuntimeException | Error e) {
      LoadFiles.delete(all, e);
      throw e;
    }
  }

  /** The table was truncated after the load had been staged and before it was committed. */
  private static void writeAgain(PendingLoad part, SstFiles own) throws IOException {
    for (String file : part.load().files()) {
      own.addAgain(file, part.incarnation());
    }
  }

  /**
   * Files of a new load, from runs that are not durable: one for all workers.
   *
   * @param pathPrefix begins their paths
   * @param threads most that write
   */
  StagedLoad toFiles(StagedLoad load, long incarnation, String pathPrefix, int threads)
      throws IOException {
    PendingLoad all =
        new PendingLoad(load, incarnation, PresentRows.none(database, load, incarnation));
    LoadFiles files = LoadFiles.write(database, merging, all, pathPrefix, threads);
    return new StagedLoad(
        load.online(),
        load.loadId(),
        load.arrival(),
        false,
        incarnation,
        List.of(),
        files.names(),
        load.rows(),
        load.late(),
        files.bytes());
  }

  /** Second names of staged files: RocksDB takes those, and the first ones stay. */
  private static final class Links implements Closeable {
    private final String prefix;
    private final List<String> names = new ArrayList<>();

    Links(String prefix) {
      this.prefix = prefix;
    }

    void add(List<String> files) throws IOException {
      for (String file : files) {
        Path link = Path.of(prefix + names.size() + ".sst");
        Files.deleteIfExists(link);
        link(link, Path.of(file));
        names.add(link.toString());
      }
    }

    private static void link(Path link, Path file) throws IOException {
      try {
        Files.createLink(link, file);
      } catch (UnsupportedOperationException e) {
        Files.copy(file, link); // a file system without hard links
      }
    }

    @Override
    public void close() throws IOException {
      for (String name : names) {
        Files.deleteIfExists(Path.of(name));
      }
    }
  }
}
