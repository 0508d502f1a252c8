package plimsoll.server.online;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
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
import plimsoll.server.scan.ScanDirectory;
import plimsoll.server.scan.ScanLimit;
import plimsoll.server.scan.ScannedRows;
import plimsoll.sql.query.TableRead;

/**
 * The online side of tables for queries: rows of the keys that a query demands, or all of them, as
 * a file that it reads.
 */
public final class OnlineScans {
  private final RocksOnline online;
  private final ScanDirectory directory;
  private final Clock clock;

  /** Reads from that store, into files of that directory. */
  public OnlineScans(RocksOnline online, ScanDirectory directory, Clock clock) {
    this.online = online;
    this.directory = directory;
    this.clock = clock;
  }

  /** What a query wants of a table, as it is now. */
  public ScannedRows open(Table table, TableRead read, ScanLimit limit) {
    try {
      return open(OnlineTable.of(table), read, limit);
    } catch (IOException e) {
      throw IoFailures.explain(e, "the online side of " + table.name());
    }
  }

  /** All rows of a table, as they are now; the caller closes them. */
  public OnlineRows all(OnlineTable table, long now) {
    try {
      return online.store().scan(table, now);
    } catch (IOException e) {
      throw IoFailures.explain(e, "the online side of " + table.table().name());
    }
  }

  private ScannedRows open(OnlineTable table, TableRead read, ScanLimit limit) throws IOException {
    try (OnlineRows rows = rows(table, read)) {
      Batch batch = Batch.allocate(table.schema());
      if (!rows.next(batch)) {
        return new ScannedRows(directory, List.of(), 0, 0);
      }
      return written(rows, batch, table.schema(), limit);
    }
  }

  /** With the first batch, which is filled already. */
  private ScannedRows written(OnlineRows rows, Batch batch, Schema schema, ScanLimit limit)
      throws IOException {
    String name = directory.newName();
    long count = 0;
    try (SingleFile file = directory.create(name, schema)) {
      do {
        limit.check();
        file.write(batch);
        count += batch.rows();
        requireRoom(file);
      } while (rows.next(batch));
      file.finish();
      return new ScannedRows(directory, List.of(name), count, file.writtenBytes());
    }
  }

  private void requireRoom(SingleFile file) {
    if (!directory.holds(file.writtenBytes())) {
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
