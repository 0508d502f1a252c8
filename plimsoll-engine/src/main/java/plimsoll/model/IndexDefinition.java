package plimsoll.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order in which a table's online side keeps its rows, as declared: by key, then by time from
 * new to old.
 *
 * @param keys names of the key columns, in order; empty for the first column that can be one
 * @param time name of the time column; null for the time at which rows come
 * @param ttl when its rows expire
 */
public record IndexDefinition(List<String> keys, @Nullable String time, Ttl ttl) {
  /** Copies the list. */
  public IndexDefinition {
    keys = List.copyOf(keys);
  }

  /** Whether that column is named in it. */
  public boolean uses(String column) {
    return column.equals(time) || keys.contains(column);
  }

  /** This index after a column got another name. */
  public IndexDefinition renamed(String from, String to) {
    return new IndexDefinition(
        keys.stream().map(key -> key.equals(from) ? to : key).toList(),
        from.equals(time) ? to : time,
        ttl);
  }
}
