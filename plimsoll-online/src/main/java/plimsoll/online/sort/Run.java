package plimsoll.online.sort;

import java.util.List;

/**
 * A file of sorted entries, one part for each slot.
 *
 * @param path where it is
 * @param ends where each part ends
 */
public record Run(String path, List<Long> ends) {
  /** Copies the list. */
  public Run {
    ends = List.copyOf(ends);
  }

  /** Where a part begins. */
  long start(int part) {
    return part == 0 ? 0 : ends.get(part - 1);
  }

  /** Bytes of the file. */
  public long bytes() {
    return ends.get(ends.size() - 1);
  }
}
