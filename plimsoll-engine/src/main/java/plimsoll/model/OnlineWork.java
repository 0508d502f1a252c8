package plimsoll.model;

/**
 * What one load does to the online side of a table.
 *
 * @param table the table, as planned
 * @param kind what
 * @param text the rest, in words of the online store
 */
public record OnlineWork(Table table, OnlineChange.Kind kind, String text) {
  /** As the commit of that load records it. */
  public OnlineChange of(long loadId) {
    return OnlineChange.of(table.id(), kind, loadId, text);
  }
}
