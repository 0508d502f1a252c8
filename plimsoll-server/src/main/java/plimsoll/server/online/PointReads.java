package plimsoll.server.online;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Privilege;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.Nearest;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.online.RocksOnline;
import plimsoll.online.key.IndexKey;
import plimsoll.online.store.OnlineRows;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;
import plimsoll.server.auth.Guard;

/** Rows of named keys, newest first: what serves one request of many, without a query. */
public final class PointReads {
  private static final long DEFAULT_LIMIT = 100;
  private static final Column ARRIVAL = Column.of(1, "time of arrival", DataType.Scalar.DATETIME);

  private final Metastore metastore;
  private final RocksOnline online;
  private final Clock clock;

  /** Reads from that store. */
  public PointReads(Metastore metastore, RocksOnline online, Clock clock) {
    this.metastore = metastore;
    this.online = online;
    this.clock = clock;
  }

  /**
   * Which rows of a key.
   *
   * @param index number of the index, from 1, as SHOW CREATE TABLE lists them
   * @param from first time of the index, as its column is written; null for all
   * @param to last time
   * @param limit most rows of a key
   */
  public record Ask(int index, @Nullable String from, @Nullable String to, long limit) {
    /** The newest ones by the first index. */
    public static final Ask DEFAULT = new Ask(1, null, null, DEFAULT_LIMIT);
  }

  /** A table whose rows are read by one of its indexes. */
  public final class Opened {
    private final OnlineTable table;
    private final int index;
    private final long from;
    private final long to;
    private final long limit;
    private final long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());

    private Opened(OnlineTable table, Ask ask) {
      this.table = table;
      index = ask.index() - 1;
      limit = ask.limit();
      from = ask.from() == null ? Long.MIN_VALUE : KeyConstants.time(time(), ask.from());
      to = ask.to() == null ? Long.MAX_VALUE : KeyConstants.time(time(), ask.to());
    }

    private Column time() {
      OnlineIndex of = table.indexes().get(index);
      return of.isByArrival() ? ARRIVAL : table.schema().column(of.time());
    }

    /** Most rows of a key. */
    public long limit() {
      return limit;
    }

    /** The table. */
    public OnlineTable table() {
      return table;
    }

    /**
     * Rows of a key, newest first.
     *
     * @param key a text for each KEY column of the index; null for NULL
     * @throws plimsoll.error.PlimsollException BAD_OPTION for another number of them; BAD_VALUE
     */
    public OnlineRows rows(List<? extends @Nullable String> key) {
      try {
        return online.store().read(table, index, constant(key), from, to, limit, now);
      } catch (IOException e) {
        throw IoFailures.explain(e, "the online side of " + table.table().name());
      }
    }

    /**
     * The same rows, which nobody waits for; empty if the store is not open yet.
     *
     * @see plimsoll.online.store.OnlineStore#readAtOnce
     */
    public Optional<OnlineRows> rowsAtOnce(List<? extends @Nullable String> key) {
      IndexKey constant = constant(key);
      return online
          .openStore()
          .map(store -> store.readAtOnce(table, index, constant, from, to, limit, now));
    }

    private IndexKey constant(List<? extends @Nullable String> key) {
      OnlineIndex of = table.indexes().get(index);
      if (key.size() != of.keys().size()) {
        throw ErrorCode.BAD_OPTION.with(
            "A key of index "
                + (index + 1)
                + " has "
                + of.keys().size()
                + " values, for "
                + of.keys().stream()
                    .map(column -> table.schema().column(column).name())
                    .collect(Collectors.joining(", "))
                + "; "
                + key.size()
                + " were given.");
      }
      return KeyConstants.key(table.schema(), of, key);
    }
  }

  /**
   * Looks a table up.
   *
   * @throws plimsoll.error.PlimsollException ACCESS_DENIED, UNKNOWN_DATABASE, UNKNOWN_TABLE,
   *     BAD_OPTION for an index that it does not have, BAD_VALUE
   */
  public Opened open(Guard guard, TableName name, Ask ask) {
    guard.require(name, Privilege.SELECT);
    return open(metastore.table(name).orElseThrow(() -> unknown(name)), ask);
  }

  /**
   * The same, if the table can be found without waiting; empty says nothing about it.
   *
   * @throws plimsoll.error.PlimsollException ACCESS_DENIED, BAD_OPTION, BAD_VALUE
   */
  public Optional<Opened> openAtOnce(Guard guard, TableName name, Ask ask) {
    guard.require(name, Privilege.SELECT);
    return metastore.remembered(name).map(table -> open(table, ask));
  }

  private Opened open(Table found, Ask ask) {
    OnlineTable table = OnlineTable.of(found);
    if (ask.index() < 1 || ask.index() > table.indexes().size()) {
      throw ErrorCode.BAD_OPTION.with(
          "index is "
              + ask.index()
              + ", but "
              + found.name()
              + " has "
              + table.indexes().size()
              + ".");
    }
    return new Opened(table, ask);
  }

  private RuntimeException unknown(TableName name) {
    if (!metastore.databaseExists(name.database())) {
      return ErrorCode.UNKNOWN_DATABASE.with(name.database(), "");
    }
    List<String> known =
        metastore.tables(name.database()).stream().map(table -> table.name().table()).toList();
    return ErrorCode.UNKNOWN_TABLE.with(name, Nearest.sentence(name.table(), known));
  }
}
