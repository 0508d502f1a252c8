package plimsoll.server.online;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.lake.iceberg.ExportLayout;
import plimsoll.lake.parquet.SingleFile;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.online.RocksOnline;
import plimsoll.online.key.IndexKey;
import plimsoll.online.store.OnlineRows;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.query.ScanFiles;
import plimsoll.sql.query.TableRead;
import plimsoll.storage.Storage;

/**
 * The online side of tables for queries: rows of the keys that a query demands, or all of them, as
 * a file that it reads.
 */
public final class OnlineScans {
  private final RocksOnline online;
  private final Storage storage;
  private final Path directory;
  private final Clock clock;
  private final long mostBytes;
  private boolean prepared;

  /**
   * Reads from that store.
   *
   * @param directory for files, its own
   * @param mostBytes of the rows that one query reads of one table
   */
  public OnlineScans(
      RocksOnline online, Storage storage, Path directory, Clock clock, long mostBytes) {
    this.online = online;
    this.storage = storage;
    this.directory = directory;
    this.clock = clock;
    this.mostBytes = mostBytes;
  }

  /** Rows of a table at one moment. Closing removes them. */
  public final class Opened implements AutoCloseable {
    private final ScanFiles scan;
    private final long rows;
    private final long bytes;

    private Opened(ScanFiles scan, long rows, long bytes) {
      this.scan = scan;
      this.rows = rows;
      this.bytes = bytes;
    }

    /** The rows as a query reads them. */
    public ScanFiles scan() {
      return scan;
    }

    /** How many. */
    public long rows() {
      return rows;
    }

    /** What their file takes. */
    public long bytes() {
      return bytes;
    }

    @Override
    public void close() {
      for (String file : scan.files()) {
        try {
          storage.delete(file);
        } catch (IOException e) {
          throw IoFailures.explain(e, file);
        }
      }
    }
  }

  /** Ends the reading of a query that is stopped, or takes too long. */
  public static final class Limit {
    private final AtomicReference<@Nullable PlimsollException> stopped = new AtomicReference<>();
    private final Duration timeout;
    private final long begin = System.nanoTime();

    /** Ends it after that time at the latest. */
    public Limit(Duration timeout) {
      this.timeout = timeout;
    }

    /** Ends it now. */
    public void stop(PlimsollException reason) {
      stopped.compareAndSet(null, reason);
    }

    void check() {
      PlimsollException reason = stopped.get();
      if (reason != null) {
        throw reason;
      }
      if (System.nanoTime() - begin > timeout.toNanos()) {
        throw ErrorCode.TIMED_OUT.with("The query", timeout.toSeconds());
      }
    }
  }

  /** What a query wants of a table, as it is now. */
  public Opened open(Table table, TableRead read, Limit limit) {
    try {
      return open(OnlineTable.of(table), read, limit);
    } catch (IOException e) {
      throw IoFailures.explain(e, "the online side of " + table.name());
    }
  }

  private Opened open(OnlineTable table, TableRead read, Limit limit) throws IOException {
    try (OnlineRows rows = rows(table, read)) {
      Batch batch = Batch.allocate(table.schema());
      if (!rows.next(batch)) {
        return new Opened(scan(table.table(), List.of()), 0, 0);
      }
      prepare();
      String path = directory.resolve("online-" + UUID.randomUUID() + ".parquet").toString();
      long count = write(rows, batch, path, table.schema(), limit);
      return new Opened(scan(table.table(), List.of(path)), count, Files.size(Path.of(path)));
    }
  }

  /** What an earlier process left goes when this one first writes something. */
  private synchronized void prepare() throws IOException {
    if (!prepared) {
      storage.deleteTree(directory.toString());
      Files.createDirectories(directory);
      prepared = true;
    }
  }

  private static ScanFiles scan(Table table, List<String> files) {
    return ScanFiles.of(table.name(), table.schema().columns(), files);
  }

  /** With the first batch, which is filled already. */
  private long write(OnlineRows rows, Batch batch, String path, Schema schema, Limit limit)
      throws IOException {
    long count = 0;
    try (SingleFile file = new SingleFile(storage, path, ExportLayout.of(schema))) {
      do {
        limit.check();
        file.write(batch);
        count += batch.rows();
        requireRoom(path);
      } while (rows.next(batch));
      file.finish();
    }
    return count;
  }

  private void requireRoom(String path) throws IOException {
    if (Files.size(Path.of(path)) > mostBytes) {
      throw ErrorCode.REFUSED.with(
          "The rows that the query reads online take more than query_spill_limit. Give one value for"
              + " each key column of an index, and bounds for its time.");
    }
  }

  private OnlineRows rows(OnlineTable table, TableRead read) throws IOException {
    long now = now();
    for (int i = 0; i < table.indexes().size(); i++) {
      if (!table.indexes().get(i).expiresLike(table.indexes().get(0))) {
        continue; // it may show other rows than a scan, which is of the first
      }
      Optional<IndexKey> key = key(table.schema(), table.indexes().get(i), read);
      if (key.isPresent()) {
        Column time = time(table, i);
        long from = time == null ? Long.MIN_VALUE : bound(time, read.least(), Long.MIN_VALUE, read);
        long to = time == null ? Long.MAX_VALUE : bound(time, read.most(), Long.MAX_VALUE, read);
        return online.store().read(table, i, key.get(), from, to, -1, now);
      }
    }
    return online.store().scan(table, now);
  }

  /** The clock by which rows expire, in microseconds since 1970-01-01. */
  public long now() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
  }

  private static @Nullable Column time(OnlineTable table, int index) {
    OnlineIndex of = table.indexes().get(index);
    return of.isByArrival() ? null : table.schema().column(of.time());
  }

  /** The bound that the query sets for the time, or its one value; all times if it sets none. */
  private long bound(Column time, Map<String, String> bounds, long otherwise, TableRead read) {
    String name = time.name().toUpperCase(Locale.ROOT);
    String text = read.constant(name).orElse(bounds.get(name));
    if (text == null) {
      return otherwise;
    }
    try {
      return KeyConstants.time(time, text);
    } catch (PlimsollException e) {
      return otherwise; // no value of the column: the query has to see for itself
    }
  }

  /** Empty unless the query demands one value of each key column. */
  private Optional<IndexKey> key(Schema schema, OnlineIndex index, TableRead read) {
    List<String> texts = new ArrayList<>();
    for (int column : index.keys()) {
      String name = schema.column(column).name().toUpperCase(Locale.ROOT);
      Optional<String> constant = read.constant(name);
      if (constant.isEmpty()) {
        return Optional.empty();
      }
      texts.add(constant.get());
    }
    try {
      return Optional.of(KeyConstants.key(schema, index, texts));
    } catch (PlimsollException e) {
      return Optional.empty(); // one is no value of its column: the query has to see for itself
    }
  }
}
