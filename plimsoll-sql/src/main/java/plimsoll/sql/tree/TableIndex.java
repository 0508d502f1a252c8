package plimsoll.sql.tree;

import java.util.List;

/**
 * An index in CREATE TABLE; OpenMLDB's form {@code INDEX(KEY=..., TS=..., TTL=..., TTL_TYPE=...)},
 * or StarRocks' {@code INDEX name (columns) USING BITMAP}.
 *
 * @param at where it stands
 * @param text as written
 * @param items OpenMLDB's settings; empty for StarRocks' form
 */
public record TableIndex(Position at, String text, List<Item> items) {
  /** Copies the list. */
  public TableIndex {
    items = List.copyOf(items);
  }

  /**
   * One setting.
   *
   * @param name KEY, TS, TTL or TTL_TYPE as written
   * @param values one value, or those of a list in parentheses
   */
  public record Item(Name name, List<String> values) {
    /** Copies the list. */
    public Item {
      values = List.copyOf(values);
    }
  }
}
