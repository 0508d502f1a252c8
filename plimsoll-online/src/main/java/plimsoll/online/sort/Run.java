package plimsoll.online.sort;

import java.util.List;

/**
 * A file of sorted entries, one part for each slot, with {@link RunMarks} behind them.
 *
 * @param path where it is
 * @param ends where each part ends
 */
public record Run(String path, List<Long> ends) {
  /** Copies the list. */
  public Run {
    ends = List.copyOf(ends);
  }

  /** A part. */
  Section section(int part) {
    return new Section(path, part == 0 ? 0 : ends.get(part - 1), ends.get(part));
  }

  /** Bytes of all parts. */
  public long bytes() {
    return ends.get(ends.size() - 1);
  }
}
