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
import plimsoll.online.key.KeyLayout;
import plimsoll.online.key.Slot;
import plimsoll.online.sort.Entries;
import plimsoll.online.sort.MergedRuns;
import plimsoll.online.write.StagedLoad;
import plimsoll.storage.Storage;

/**
 * Makes loads visible: all slots of all tables and the mark of the commit in one call, either as
 * files that RocksDB takes, or as one synced batch where there is little.
 */
final class Publisher {
  /** Begins the names of files that only a publish needs: removed at the next start. */
  static final String OWN_FILES = "publish-";

  private final Database database;
  private final Lives lives;
  private final Storage storage;
  private final Path staging;
  private final long smallBytes;

  /**
   * Publishes into that database.
   *
   * @param staging directory on the database's file system
   * @param smallBytes loads up to that size are written as a batch
   */
  Publisher(Database database, Lives lives, Storage storage, Path staging, long smallBytes) {
    this.database = database;
    this.lives = lives;
    this.storage = storage;
    this.staging = staging;
    this.smallBytes = smallBytes;
  }

  /** A load with what is known of it now. */
  private record Part(StagedLoad load, long incarnation, PresentRows present) {}

  /** Commits that become one batch: their rows are not there yet. */
  private final class Waiting {
    private final Map<Long, List<Part>> commits = new LinkedHashMap<>();
    private final Set<UUID> tables = new HashSet<>();
    private long bytes;

    /** Whether that one has to wait until these are written. */
    boolean isBefore(OnlineCommit commit) {
      return bytes + commit.bytes() > smallBytes
          || commit.loads().stream()
              .anyMatch(load -> load.putIfAbsent() && tables.contains(load.online().id()));
    }

    void add(OnlineCommit commit, List<Part> parts) {
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
      List<Part> parts = parts(commit, isSmall);
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

  private List<Part> parts(OnlineCommit commit, boolean isSmall) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (StagedLoad load : commit.loads()) {
      parts.add(part(load, isSmall));
    }
    return parts;
  }

  private static Published figures(List<Part> parts) {
    long rows = parts.stream().mapToLong(part -> part.load.rows()).sum();
    return new Published(false, rows - leftOut(parts), leftOut(parts));
  }

  private static long leftOut(List<Part> parts) {
    return parts.stream().mapToLong(part -> part.present.count()).sum();
  }

  private Part part(StagedLoad load, boolean isSmall) throws IOException {
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
    return new Part(load, incarnation, present(load, incarnation, isSmall));
  }

  /** What small commits leave out must be known before they wait for each other. */
  private PresentRows present(StagedLoad load, long incarnation, boolean isSmall)
      throws IOException {
    if (!load.putIfAbsent()) {
      return PresentRows.none(database, load, incarnation);
    }
    return isSmall
        ? PresentRows.of(database, storage, load, incarnation)
        : PresentRows.whileWriting(database, storage, load, incarnation);
  }

  private void writeBatch(Map<Long, List<Part>> commits) throws IOException {
    try (WriteBatch batch = new WriteBatch()) {
      for (Map.Entry<Long, List<Part>> commit : commits.entrySet()) {
        for (Part part : commit.getValue()) {
          put(part, batch);
        }
        Applied.add(commit.getKey(), leftOut(commit.getValue()), batch);
      }
      database.write(batch);
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
  }

  private void put(Part part, WriteBatch batch) throws IOException {
    each(
        part,
        (keyHead, entry, valueHead, withRow) -> {
          int rowLength = withRow ? entry.rowLength : 0;
          batch.put(
              join(keyHead, entry.data, entry.keyStart, entry.keyLength),
              join(valueHead, entry.rowData(), entry.rowStart, rowLength));
        });
  }

  static byte[] join(byte[] head, byte[] data, int start, int length) {
    byte[] joined = Arrays.copyOf(head, head.length + length);
    System.arraycopy(data, start, joined, head.length, length);
    return joined;
  }

  private interface Taker {
    /** Entries of another slot come; slots come in any order. */
    default void begin() throws IOException {}

    void take(byte[] keyHead, Entries entry, byte[] valueHead, boolean withRow)
        throws IOException, RocksDBException;
  }

  /** All entries of a load that are to be there, slot by slot in the order of their keys. */
  private void each(Part part, Taker taker) throws IOException {
    int first = part.present.first();
    each(part, first, taker);
    for (int i = 0; i < Slot.of(part.load.online()).size(); i++) {
      if (i != first) {
        each(part, i, taker);
      }
    }
  }

  private void each(Part part, int slot, Taker taker) throws IOException {
    Slot of = Slot.of(part.load.online()).get(slot);
    byte[] keyHead = KeyLayout.head(part.incarnation, of.number());
    byte[] valueHead = RowValue.head(part.load.online(), part.load.arrival());
    taker.begin();
    try (Entries entries = new MergedRuns(storage, part.load.runs(), slot);
        PresentRows.Choice choice = part.present.choose(slot)) {
      while (entries.next()) {
        if (!choice.leavesOut(entries)) {
          taker.take(keyHead, entries, valueHead, !of.isHidden());
        }
      }
    } catch (RocksDBException e) {
      throw database.failed("write", e);
    }
  }

  private void ingest(long commit, List<Part> parts) throws IOException {
    String prefix = staging.resolve(OWN_FILES + commit + "-").toString();
    try (Links links = new Links(prefix + "link-");
        SstFiles own = new SstFiles(database, prefix)) {
      for (Part part : parts) {
        own.endFile();
        if (part.load.files().isEmpty()) {
          each(part, into(own));
        } else if (part.load.incarnation() == part.incarnation) {
          links.add(part.load.files());
        } else {
          writeAgain(part, own);
        }
      }
      own.endFile();
      Applied.add(commit, leftOut(parts), own);
      List<String> all = new ArrayList<>(own.finish());
      all.addAll(links.names);
      database.ingest(all);
    }
  }

  private static Taker into(SstFiles files) {
    return new Taker() {
      @Override
      public void begin() throws IOException {
        files.endFile();
      }

      @Override
      public void take(byte[] keyHead, Entries entry, byte[] valueHead, boolean withRow)
          throws IOException {
        files.add(keyHead, entry, valueHead, withRow);
      }
    };
  }

  /** The table was truncated after the load had been staged and before it was committed. */
  private static void writeAgain(Part part, SstFiles own) throws IOException {
    for (String file : part.load.files()) {
      own.addAgain(file, part.incarnation);
    }
  }

  /**
   * Files of a new load, from runs that are not durable: one for all workers.
   *
   * @param pathPrefix begins their paths
   */
  StagedLoad toFiles(StagedLoad load, long incarnation, String pathPrefix) throws IOException {
    Part part = new Part(load, incarnation, PresentRows.none(database, load, incarnation));
    try (SstFiles files = new SstFiles(database, pathPrefix)) {
      each(part, into(files));
      List<String> names = files.finish();
      return new StagedLoad(
          load.online(),
          load.loadId(),
          load.arrival(),
          false,
          incarnation,
          List.of(),
          names,
          load.rows(),
          load.late(),
          files.bytes());
    }
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
