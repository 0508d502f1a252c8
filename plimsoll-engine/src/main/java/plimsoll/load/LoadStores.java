package plimsoll.load;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.Target;
import plimsoll.pipeline.write.BothWriters;
import plimsoll.pipeline.write.Destination;
import plimsoll.pipeline.write.OnlineSide;
import plimsoll.pipeline.write.StagedOnline;
import plimsoll.pipeline.write.Store;
import plimsoll.pipeline.write.StoreWriter;

/** The two stores as one load sees them: the one it writes to, or both as one. */
final class LoadStores {
  private final Store files;
  private final OnlineSide rows;
  private final Table table;
  private final Target target;
  private final OnlineSide.Load online;
  private final String fileTag;

  /**
   * What a load wrote: complete and durable, not yet visible.
   *
   * @param files of each worker; empty if none had rows, or none went there
   * @param rows of all workers; null if there were none, or none went there
   */
  record Written(List<Staged> files, @Nullable StagedOnline rows) {
    static final Written NOTHING = new Written(List.of(), null);

    long bytes() {
      return files.stream().mapToLong(Staged::bytes).sum() + (rows == null ? 0 : rows.bytes());
    }

    long expired() {
      return rows == null ? 0 : rows.late();
    }

    boolean isEmpty() {
      return files.isEmpty() && rows == null;
    }
  }

  /**
   * As that load needs them.
   *
   * @param fileTag begins the names of its files; workers add their number
   */
  LoadStores(Store files, OnlineSide rows, RunningLoad load, String fileTag) {
    this.files = files;
    this.rows = rows;
    this.fileTag = fileTag;
    LoadPlan plan = load.plan();
    table = plan.table();
    target = plan.target();
    online = new OnlineSide.Load(table, load.id(), micros(load.started()), target.putIfAbsent());
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** The table's columns as rows have to be checked. */
  Schema checkedSchema() {
    return target.online() ? rows.checkedSchema(table) : table.schema();
  }

  /** Where the rows go. */
  Destination destination() {
    return new Destination() {
      @Override
      public StoreWriter writer(int worker) throws IOException {
        return open(worker);
      }

      @Override
      public void discard(Staged staged) throws IOException {
        LoadStores.this.discard(staged);
      }
    };
  }

  /** Where they go in a dry run: nowhere. */
  Destination rehearsal() {
    return new Destination() {
      @Override
      public StoreWriter writer(int worker) throws IOException {
        return files.estimator(table);
      }

      @Override
      public void discard(Staged staged) throws IOException {
        files.discard(staged);
      }
    };
  }

  private StoreWriter open(int worker) throws IOException {
    String tag = fileTag + "-" + worker;
    if (!target.online()) {
      return files.writer(table, online.id(), tag);
    }
    if (!target.offline()) {
      return rows.writer(online, worker, tag);
    }
    StoreWriter opened = files.writer(table, online.id(), tag);
    try {
      return new BothWriters(opened, rows.writer(online, worker, tag), rows);
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  /** Makes what the workers staged ready to be committed. If it fails, nothing is left of it. */
  Written written(List<Staged> staged) throws IOException {
    if (staged.isEmpty() || !target.online()) {
      return new Written(staged, null);
    }
    List<Staged> offline = new ArrayList<>();
    List<Staged> byKey = new ArrayList<>();
    for (Staged one : staged) {
      if (one instanceof BothWriters.StagedBoth both) {
        offline.add(both.offline());
        byKey.add(both.online());
      } else {
        byKey.add(one);
      }
    }
    try {
      return new Written(offline, rows.prepare(online, byKey, fileTag));
    } catch (IOException | RuntimeException | Error e) {
      for (Staged one : staged) {
        discard(one, e);
      }
      throw e;
    }
  }

  private void discard(Staged staged, Throwable failure) {
    try {
      discard(staged);
    } catch (IOException e) {
      failure.addSuppressed(e); // the next start sweeps what is left
    }
  }

  private void discard(Staged staged) throws IOException {
    if (staged instanceof BothWriters.StagedBoth both) {
      try {
        rows.discard(both.online());
      } finally {
        files.discard(both.offline());
      }
    } else if (target.online()) {
      rows.discard(staged);
    } else {
      files.discard(staged);
    }
  }

  /** Removes it: the load comes to nothing. */
  void discard(Written written) throws IOException {
    try {
      for (Staged staged : written.files()) {
        files.discard(staged);
      }
    } finally {
      if (written.rows() != null) {
        rows.discard(written.rows());
      }
    }
  }
}
