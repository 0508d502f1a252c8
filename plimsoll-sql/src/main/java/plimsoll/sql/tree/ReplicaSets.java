package plimsoll.sql.tree;

import java.util.List;

/**
 * {@code DISTRIBUTION = [('leader', ['follower', ...]), ...]}: which servers have which part of a
 * table.
 *
 * @param option what the list is given to
 * @param parts one for each part of the table
 */
public record ReplicaSets(Name option, List<Part> parts) {
  /** Copies the list. */
  public ReplicaSets {
    parts = List.copyOf(parts);
  }

  /**
   * Servers of one part.
   *
   * @param at where it stands
   * @param leader takes the writes
   * @param followers have copies
   */
  public record Part(Position at, String leader, List<String> followers) {
    /** Copies the list. */
    public Part {
      followers = List.copyOf(followers);
    }
  }
}
