package plimsoll.model;

import java.util.List;

/** What a statement or a call does to a table's soft links. */
public sealed interface LinkChange {
  /**
   * LOAD DATA: links come, to those that are there or, where the mode of the work is REPLACE,
   * instead. A path that is there already stays once.
   *
   * @param links those that come
   */
  record Load(SoftLinks links) implements LinkChange {}

  /**
   * ALTER TABLE: paths come and go; what comes is read as those that are there, else as Parquet.
   *
   * @param added paths that are not there yet
   * @param dropped paths that are there
   */
  record Alter(List<String> added, List<String> dropped) implements LinkChange {
    /** Copies the lists. */
    public Alter {
      added = List.copyOf(added);
      dropped = List.copyOf(dropped);
    }
  }

  /**
   * OpenMLDB's UpdateOfflineTableInfo: links come instead of those that are there.
   *
   * @param links those that come; none takes all away
   * @param keepsFiles whether the table may have rows of its own, which stay; without, such a table
   *     is refused: its rows would be forgotten
   */
  record Replace(SoftLinks links, boolean keepsFiles) implements LinkChange {}
}
