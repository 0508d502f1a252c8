package plimsoll.server.http;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.DryRunReport;
import plimsoll.load.LoadReport;
import plimsoll.load.LoadRequest;
import plimsoll.model.Label;
import plimsoll.model.LoadCounts;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.LoadTimes;
import plimsoll.model.TableName;
import plimsoll.pipeline.read.ByteInput;

/**
 * Counts lines instead of loading them; a line {@code bad} is filtered, {@code gone} unselected.
 */
final class FakeLoads implements LoadDesk {
  static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private final Metastore catalog;
  private final AtomicLong ids = new AtomicLong(8316);
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  volatile LoadRequest last;
  volatile long lastBytes;

  /** Runs when a load was reserved and before its first byte is read. */
  volatile Runnable beforeReading = () -> {};

  private static final class Running {
    final long id;
    final LoadRequest request;
    final AtomicLong bytes = new AtomicLong();
    final AtomicLong rows = new AtomicLong();
    volatile PlimsollException stopped;

    Running(long id, LoadRequest request) {
      this.id = id;
      this.request = request;
    }
  }

  FakeLoads(Metastore catalog) {
    this.catalog = catalog;
  }

  @Override
  public Optional<LoadRecord> holder(String database, Label label) {
    Running load = running.get(database + "/" + label);
    return load != null
        ? Optional.of(record(load, LoadState.PREPARE, LoadCounts.ZERO, "", null))
        : catalog.load(database, label).filter(held -> held.state() != LoadState.ABORTED);
  }

  @Override
  public void checkTarget(TableName target) {
    if (!catalog.databaseExists(target.database())) {
      throw ErrorCode.UNKNOWN_DATABASE.with(target.database(), "");
    }
    if (catalog.table(target).isEmpty()) {
      throw ErrorCode.UNKNOWN_TABLE.with(target, "");
    }
  }

  @Override
  public LoadReport load(LoadRequest request) {
    last = request;
    Running load = new Running(ids.incrementAndGet(), request);
    String key = request.target().database() + "/" + request.label();
    Running other = running.putIfAbsent(key, load);
    if (other != null) {
      PlimsollException taken = ErrorCode.LABEL_USED.with(request.label(), "");
      return new LoadReport(
          record(load, LoadState.ABORTED, LoadCounts.ZERO, taken.getMessage(), null),
          taken,
          Optional.of(record(other, LoadState.PREPARE, LoadCounts.ZERO, "", null)));
    }
    try {
      return run(load);
    } finally {
      running.remove(key);
    }
  }

  @Override
  public DryRunReport dryRun(LoadRequest request) {
    last = request;
    return new DryRunReport(LoadCounts.ZERO, List.of(), Map.of(), false, 0, null);
  }

  private LoadReport run(Running load) {
    long[] counts = new long[3];
    PlimsollException failure = null;
    try {
      beforeReading.run();
      count(load, counts);
      if (counts[1] > load.request.bounds().maxFilterRatio() * (counts[0] + counts[1])) {
        failure = ErrorCode.TOO_MANY_FILTERED.with();
      } else if (counts[0] == 0) {
        failure = ErrorCode.NOTHING_LOADED.with();
      }
    } catch (PlimsollException e) {
      failure = e;
    } catch (IOException e) {
      failure = ErrorCode.FILE_UNREADABLE.because(e, "body", e.getMessage());
    }
    failure = load.stopped != null ? load.stopped : failure;
    LoadCounts all = new LoadCounts(counts[0], counts[1], counts[2], 0, load.bytes.get(), 10);
    String log = counts[1] > 0 ? "error_log_5e40c1b2a90d4471_b6a1f4d2c3e19a08" : null;
    String reason = failure == null ? "" : failure.getMessage();
    LoadState state = failure == null ? LoadState.VISIBLE : LoadState.ABORTED;
    LoadRecord record = record(load, state, all, reason, log);
    if (failure == null) {
      catalog.commit(List.of(), List.of(record));
    } else {
      catalog.recordAborted(record);
    }
    return new LoadReport(record, failure, Optional.empty());
  }

  private void count(Running load, long[] counts) throws IOException {
    byte[] buffer = new byte[1 << 16];
    StringBuilder line = new StringBuilder();
    try (ByteInput input = load.request.source().next()) {
      for (int read = input.read(buffer, 0, buffer.length);
          read >= 0;
          read = input.read(buffer, 0, buffer.length)) {
        load.bytes.addAndGet(read);
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            counts[kind(line.toString())]++;
            load.rows.incrementAndGet();
            line.setLength(0);
          } else if (line.length() < 10) {
            line.append((char) buffer[i]);
          }
        }
      }
    }
    lastBytes = load.bytes.get();
  }

  private static int kind(String line) {
    return switch (line) {
      case "bad" -> 1;
      case "gone" -> 2;
      default -> 0;
    };
  }

  private static LoadRecord record(
      Running load, LoadState state, LoadCounts counts, String reason, String errorLog) {
    LoadRequest request = load.request;
    LoadTimes times = new LoadTimes(START, START.plusMillis(93), 4, 1, 41, 30);
    return new LoadRecord(
        load.id,
        request.target().database(),
        request.label(),
        state,
        LoadKind.STREAM,
        List.of(request.target()),
        counts,
        times,
        null,
        reason,
        request.requester().user(),
        request.requester().origin(),
        request.source().describe(),
        request.requester().statement(),
        "",
        errorLog,
        null);
  }

  @Override
  public boolean cancel(String database, Label label, String reason) {
    Running load = running.get(database + "/" + label);
    if (load == null) {
      return false;
    }
    load.stopped = ErrorCode.CANCELLED.with(reason);
    try {
      load.request.source().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return true;
  }

  @Override
  public List<ActiveLoad> running() {
    return running.values().stream()
        .map(
            load ->
                new ActiveLoad(
                    load.id,
                    load.request.target(),
                    load.request.label(),
                    LoadKind.STREAM,
                    LoadState.PREPARE,
                    START,
                    load.rows.get(),
                    0,
                    load.bytes.get(),
                    load.request.source().totalBytes()))
        .toList();
  }
}
