package plimsoll.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a load let pass, counted: rows that are loaded although something about them was not right.
 *
 * @param nulled by column, values that did not convert and became NULL
 * @param padded rows with too few fields, filled with NULL
 * @param cut rows with too many fields, whose last ones went
 * @param expired rows by key and time that had expired by age, in all indexes, when they came
 */
public record Lenience(Map<String, Long> nulled, long padded, long cut, long expired) {
  /** Nothing. */
  public static final Lenience NONE = new Lenience(Map.of(), 0, 0, 0);

  /** Copies the map; columns come in the order of their names. */
  public Lenience {
    nulled = java.util.Collections.unmodifiableMap(new TreeMap<>(nulled));
  }

  /** The same of columns whose names say of which table they are. */
  public Lenience of(TableName table) {
    Map<String, Long> named = new TreeMap<>();
    nulled.forEach((column, values) -> named.put(table + "." + column, values));
    return new Lenience(named, padded, cut, expired);
  }

  /** Both together. */
  public Lenience plus(Lenience other) {
    Map<String, Long> both = new TreeMap<>(nulled);
    other.nulled.forEach((column, values) -> both.merge(column, values, Long::sum));
    return new Lenience(both, padded + other.padded, cut + other.cut, expired + other.expired);
  }

  /** Rows that had expired when they came, and nothing else. */
  public static Lenience ofExpired(long rows) {
    return new Lenience(Map.of(), 0, 0, rows);
  }

  /** How many values became NULL, and rows were filled, cut or late, together. */
  public long total() {
    return nulled.values().stream().mapToLong(Long::longValue).sum() + padded + cut + expired;
  }

  /** Sentences for the load's record, one a line. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    nulled.forEach(
        (column, values) ->
            lines.add("column " + column + ": " + values + " values did not convert, now NULL"));
    if (padded > 0) {
      lines.add(padded + " rows with too few fields were filled with NULL");
    }
    if (cut > 0) {
      lines.add(cut + " rows with too many fields were cut");
    }
    if (expired > 0) {
      lines.add(expired + " rows had expired when they came: they are not shown online");
    }
    return lines;
  }
}
