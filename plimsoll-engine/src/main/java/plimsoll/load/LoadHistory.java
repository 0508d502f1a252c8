package plimsoll.load;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Metastore;
import plimsoll.error.IoFailures;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;

/**
 * Forgets ended loads: their records when they are old or many, and rejected rows that no record
 * names any more, or never did since the process died, or whose database was dropped.
 */
public final class LoadHistory {
  /*
   * Records go first, files after them. A crash in between leaves files without a record, which the
   * next run finds: what decides is not what was just forgotten, but what is named. Three looks, in
   * this order, keep the files of loads that end meanwhile: which files are there, which loads run,
   * which files are named. A load stores its record before it stops running.
   */
  private static final Logger LOG = LoggerFactory.getLogger(LoadHistory.class);
  private static final int BATCH = 1000;
  private static final int MOST_BATCHES = 100;

  private final Metastore metastore;
  private final RunningLoads running;
  private final Storage storage;
  private final String rejects;
  private final Keep keep;
  private final Clock clock;

  /**
   * How long ended loads are remembered; both limits hold.
   *
   * @param age since their end
   * @param perDatabase of one database
   */
  public record Keep(Duration age, int perDatabase) {}

  /** The history of loads whose rejected rows lie there. */
  public LoadHistory(
      Metastore metastore,
      RunningLoads running,
      Loads.RejectPlace rejects,
      Keep keep,
      Clock clock) {
    this.metastore = metastore;
    this.running = running;
    this.storage = rejects.storage();
    this.rejects = rejects.directory();
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * Forgets what is due, of very much only the oldest part.
   *
   * @return whether nothing more is due
   */
  public boolean clean() {
    Instant endedBefore = clock.instant().minus(keep.age());
    int forgotten = BATCH;
    for (int i = 0; i < MOST_BATCHES && forgotten == BATCH; i++) {
      forgotten = metastore.forgetLoads(endedBefore, keep.perDatabase(), BATCH);
    }
    try {
      removeUnnamedRejects();
    } catch (IOException e) {
      throw IoFailures.explain(e, rejects);
    }
    return forgotten < BATCH;
  }

  /** Removes, durably, rejected rows that no record names and no running load writes. */
  public void removeUnnamedRejects() throws IOException {
    List<FileStatus> files = storage.list(rejects);
    if (files.isEmpty()) {
      return;
    }
    Set<Long> busy = running.all().stream().map(RunningLoad::id).collect(Collectors.toSet());
    Set<String> named = metastore.errorLogs();
    int removed = 0;
    for (FileStatus file : files) {
      Optional<String> name = RejectFile.name(file.path());
      if (name.isPresent()
          && !named.contains(name.get())
          && !busy.contains(RejectFile.loadId(name.get()))) {
        storage.delete(file.path());
        removed++;
      }
    }
    if (removed > 0) {
      storage.syncDirectory(rejects);
      LOG.info("Removed {} files of rejected rows that no load names", removed);
    }
  }
}
