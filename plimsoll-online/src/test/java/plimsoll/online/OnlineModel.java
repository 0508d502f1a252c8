package plimsoll.online;

import com.dynatrace.hash4j.hashing.Hashing;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import plimsoll.flow.ByteSink;
import plimsoll.flow.RowCodec;
import plimsoll.model.Schema;
import plimsoll.online.table.OnlineIndex;
import plimsoll.online.table.OnlineTable;

/**
 * What the online store shows, slowly and obviously: a list of rows; for each index those that have
 * expired there, found again after every change, and never shown again.
 */
final class OnlineModel {
  private final OnlineTable table;
  private final List<Row> rows = new ArrayList<>();
  private final List<Set<Row>> gone = new ArrayList<>();
  private final Set<Long> applied = new TreeSet<>();

  OnlineModel(OnlineTable table) {
    this.table = table;
    table.indexes().forEach(index -> gone.add(new HashSet<>()));
  }

  /** A row with identity. */
  static final class Row {
    final List<Object> values;
    final long arrival;
    final long hash;

    Row(Schema schema, List<Object> values, long arrival) {
      this.values = values;
      this.arrival = arrival;
      ByteSink bytes = new ByteSink();
      RowCodec.write(Rows.batch(schema, List.<Object[]>of(values.toArray())), 0, bytes);
      hash = Hashing.xxh3_64().hashBytesToLong(bytes.data, 0, bytes.size);
    }
  }

  /** Added and present rows. */
  List<Long> publish(long commit, List<List<Object>> load, long arrival, boolean putIfAbsent) {
    if (!applied.add(commit)) {
      return List.of(0L, 0L);
    }
    expire(arrival);
    long present = 0;
    for (List<Object> values : load) {
      if (putIfAbsent && isPresent(values)) {
        present++;
      } else {
        rows.add(new Row(table.schema(), values, arrival));
      }
    }
    expire(arrival);
    return List.of(load.size() - present, present);
  }

  /** Indexes with a time column tell; where there are none, the first one does. */
  private boolean isPresent(List<Object> values) {
    List<OnlineIndex> indexes = table.indexes();
    return rows.stream()
        .filter(row -> row.values.equals(values))
        .anyMatch(
            row ->
                IntStream.range(0, indexes.size())
                    .filter(i -> table.isByArrivalOnly() ? i == 0 : !indexes.get(i).isByArrival())
                    .anyMatch(i -> !gone.get(i).contains(row)));
  }

  /** Deleted rows. */
  long delete(long commit, int index, List<Object> key, long from, long to, long now) {
    if (!applied.add(commit)) {
      return 0;
    }
    expire(now);
    List<Row> hit = rows(index, key, from, to);
    rows.removeAll(hit);
    return hit.size();
  }

  void truncate(long commit) {
    if (applied.add(commit)) {
      rows.clear();
    }
  }

  /** Rows that an index shows, newest first within a key. */
  private List<Row> rows(int index, List<Object> key, long from, long to) {
    OnlineIndex order = table.indexes().get(index);
    Predicate<Row> wanted =
        row ->
            (key == null || key(order, row).equals(key))
                && time(order, row) >= from
                && time(order, row) <= to;
    return visible(index).stream().filter(wanted).toList();
  }

  List<List<Object>> read(int index, List<Object> key, long from, long to, long now) {
    expire(now);
    return rows(index, key, from, to).stream().map(row -> row.values).toList();
  }

  private List<Row> visible(int index) {
    OnlineIndex order = table.indexes().get(index);
    return rows.stream()
        .filter(row -> !gone.get(index).contains(row))
        .sorted(
            Comparator.comparingLong((Row row) -> time(order, row))
                .reversed()
                .thenComparing(row -> row.hash, Long::compareUnsigned))
        .toList();
  }

  private void expire(long now) {
    for (int i = 0; i < table.indexes().size(); i++) {
      OnlineIndex index = table.indexes().get(i);
      Map<List<Object>, Integer> places = new HashMap<>();
      for (Row row : visible(i)) {
        int newer = places.merge(key(index, row), 1, Integer::sum) - 1;
        long micros = index.unit().toMicros(time(index, row));
        boolean old = micros < now - index.ttl().minutes() * 60_000_000L;
        if (index.ttl().isExpired(old, newer)) {
          gone.get(i).add(row);
        }
      }
    }
    rows.removeIf(row -> gone.stream().allMatch(set -> set.contains(row)));
  }

  static long time(OnlineIndex index, Row row) {
    if (index.isByArrival()) {
      return row.arrival;
    }
    return (Long) Objects.requireNonNull(row.values.get(index.time()));
  }

  static List<Object> key(OnlineIndex index, Row row) {
    List<Object> key = new ArrayList<>();
    index.keys().forEach(column -> key.add(row.values.get(column)));
    return key;
  }
}
