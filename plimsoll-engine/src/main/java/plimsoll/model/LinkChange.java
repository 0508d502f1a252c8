package plimsoll.model;

import java.util.List;

/** What a statement does to a table's soft links. */
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
}
