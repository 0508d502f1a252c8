package plimsoll.online.table;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.IndexDefinition;
import plimsoll.model.Schema;
import plimsoll.model.Ttl;

/**
 * One order in which an online table keeps its rows: by key, then by time from new to old.
 *
 * @param keys positions of the key columns, in order; at least one
 * @param time position of the column that orders the rows of a key; {@link #ARRIVAL} for the time
 *     at which they came
 * @param unit what the numbers of that column count: milliseconds for BIGINT, microseconds for
 *     DATETIME and for the time of arrival, days for DATE
 * @param ttl when its rows expire
 */
public record OnlineIndex(List<Integer> keys, int time, TimeUnit unit, Ttl ttl) {
  /** In place of a time column. */
  public static final int ARRIVAL = -1;

  /** Copies the list. */
  public OnlineIndex {
    keys = List.copyOf(keys);
  }

  /** As below. */
  public static OnlineIndex declared(Schema schema, IndexDefinition index) {
    return declared(schema, index.keys(), index.time(), index.ttl());
  }

  /**
   * The index that names declare.
   *
   * @param keyNames key columns; if there are none, the first one that can be a key and is not the
   *     time
   * @param timeName time column, or null for the time of arrival
   * @throws plimsoll.error.PlimsollException UNKNOWN_COLUMN; BAD_SCHEMA for a column whose type
   *     does not do, or for neither key nor time
   */
  public static OnlineIndex declared(
      Schema schema, List<String> keyNames, @Nullable String timeName, Ttl ttl) {
    if (keyNames.isEmpty() && timeName == null) {
      throw ErrorCode.BAD_SCHEMA.with("An index needs KEY = (column, ...) or TS = column.");
    }
    int time = timeName == null ? ARRIVAL : schema.require(timeName, "INDEX (TS = ...)");
    List<Integer> keys =
        keyNames.isEmpty()
            ? List.of(firstKey(schema, time))
            : keyNames.stream().map(name -> schema.require(name, "INDEX (KEY = ...)")).toList();
    keys.forEach(key -> checkKey(schema.column(key)));
    if (keys.stream().distinct().count() < keys.size()) {
      throw ErrorCode.DUPLICATE_COLUMN.with(
          firstDouble(schema, keys), "KEY = (" + String.join(", ", keyNames) + ")");
    }
    return new OnlineIndex(keys, time, unit(schema, time), ttl);
  }

  /** What a table without a declared index has: its first possible key, by time of arrival. */
  public static OnlineIndex byDefault(Schema schema) {
    return new OnlineIndex(
        List.of(firstKey(schema, ARRIVAL)), ARRIVAL, TimeUnit.MICROSECONDS, Ttl.NONE);
  }

  private static int firstKey(Schema schema, int time) {
    for (int i = 0; i < schema.size(); i++) {
      if (i != time && canBeKey(schema.column(i).type())) {
        return i;
      }
    }
    throw ErrorCode.BAD_SCHEMA.with(
        "No column can be the key of an index. Columns are: "
            + String.join(", ", schema.names())
            + ". A key is no FLOAT, DOUBLE, JSON, ARRAY, MAP or STRUCT.");
  }

  private static boolean canBeKey(DataType type) {
    return type != DataType.Scalar.FLOAT
        && type != DataType.Scalar.DOUBLE
        && type != DataType.Scalar.JSON
        && !type.isNested();
  }

  private static void checkKey(Column column) {
    if (!canBeKey(column.type())) {
      throw ErrorCode.BAD_SCHEMA.with(
          "Column '%s' is %s and cannot be KEY of an index. A key is no FLOAT, DOUBLE, JSON, ARRAY, MAP or STRUCT."
              .formatted(column.name(), column.type().sql()));
    }
  }

  private static String firstDouble(Schema schema, List<Integer> keys) {
    return keys.stream()
        .filter(key -> keys.indexOf(key) != keys.lastIndexOf(key))
        .map(key -> schema.column(key).name())
        .findFirst()
        .orElseThrow();
  }

  private static TimeUnit unit(Schema schema, int time) {
    if (time == ARRIVAL) {
      return TimeUnit.MICROSECONDS;
    }
    Column column = schema.column(time);
    if (column.type() == DataType.Scalar.BIGINT) {
      return TimeUnit.MILLISECONDS;
    }
    if (column.type() == DataType.Scalar.DATETIME) {
      return TimeUnit.MICROSECONDS;
    }
    if (column.type() == DataType.Scalar.DATE) {
      return TimeUnit.DAYS;
    }
    throw ErrorCode.BAD_SCHEMA.with(
        "Column '%s' is %s and cannot be TS of an index. Use BIGINT (milliseconds), DATETIME or DATE."
            .formatted(column.name(), column.type().sql()));
  }

  /** Whether rows are ordered by the time at which they came. */
  public boolean isByArrival() {
    return time == ARRIVAL;
  }

  /** Whether each row that has expired by one has expired by the other. */
  public boolean expiresLike(OnlineIndex other) {
    boolean expires = ttl.looksAtAge() || ttl.looksAtPlace();
    return ttl.equals(other.ttl)
        && (!expires || (time == other.time && (!ttl.looksAtPlace() || keys.equals(other.keys))));
  }

  /** Whether both keep rows in the same order. */
  boolean isLike(OnlineIndex other) {
    return time == other.time && keys.equals(other.keys);
  }

  /**
   * Rows with a smaller time are old.
   *
   * @param nowMicros microseconds since 1970-01-01
   * @return {@link Long#MIN_VALUE} if none is
   */
  public long oldBefore(long nowMicros) {
    if (!ttl.looksAtAge()) {
      return Long.MIN_VALUE;
    }
    long oldest = nowMicros - TimeUnit.MINUTES.toMicros(ttl.minutes());
    long micros = unit.toMicros(1);
    return -Math.floorDiv(-oldest, micros); // rounded up: the first time that is not older
  }
}
