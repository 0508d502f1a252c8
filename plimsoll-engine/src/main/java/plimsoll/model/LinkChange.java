package plimsoll.model;

import java.util.List;

/**
 * What a statement does to a table's soft links. Where the mode of its work is REPLACE, those that
 * are there go first.
 *
 * @param added links that come
 * @param dropped paths that go
 */
public record LinkChange(SoftLinks added, List<String> dropped) {
  /** Copies the list. */
  public LinkChange {
    dropped = List.copyOf(dropped);
  }

  /** New links. */
  public static LinkChange adding(SoftLinks links) {
    return new LinkChange(links, List.of());
  }
}
