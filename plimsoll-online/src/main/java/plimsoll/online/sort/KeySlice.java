package plimsoll.online.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import plimsoll.online.key.KeyLayout;
import plimsoll.storage.Storage;

/**
 * A part of a slot's entries in several runs, by their keys: what one thread merges while others
 * merge the rest. Rows of equal key, time and hash are in one slice.
 *
 * @param from what comes before all its tails, and behind those of the slice before; empty for the
 *     first slice
 * @param sections where its entries are, run by run
 */
public record KeySlice(byte[] from, List<Section> sections) {
  private static final byte[] FIRST = {};

  /** All of a slot's entries. */
  public static KeySlice whole(List<Run> runs, int part) {
    return new KeySlice(FIRST, runs.stream().map(run -> run.section(part)).toList());
  }

  /**
   * Slices of about the same size, one behind the other.
   *
   * @param most how many there may be
   * @param leastBytes of a slice, about
   */
  public static List<KeySlice> of(
      Storage storage, List<Run> runs, int part, int most, long leastBytes) throws IOException {
    long bytes = runs.stream().map(run -> run.section(part)).mapToLong(Section::bytes).sum();
    int slices = (int) Math.min(most, bytes / leastBytes);
    if (slices < 2) {
      return List.of(whole(runs, part));
    }
    List<List<RunMarks.Mark>> marks = new ArrayList<>();
    for (Run run : runs) {
      marks.add(RunMarks.of(storage, run, part));
    }
    return cut(storage, runs, part, marks, borders(marks, slices));
  }

  /** What slices begin with, in ascending order. */
  private static List<byte[]> borders(List<List<RunMarks.Mark>> marks, int slices) {
    List<byte[]> groups =
        marks.stream()
            .flatMap(List::stream)
            .map(mark -> Arrays.copyOf(mark.tail(), mark.tail().length - KeyLayout.ROW_NAME))
            .sorted(Arrays::compareUnsigned)
            .toList();
    List<byte[]> borders = new ArrayList<>();
    byte[] last = FIRST;
    for (int i = 1; i < slices && !groups.isEmpty(); i++) {
      byte[] border = groups.get((int) ((long) i * groups.size() / slices));
      if (!Arrays.equals(last, border)) {
        borders.add(border);
      }
      last = border;
    }
    return borders;
  }

  private static List<KeySlice> cut(
      Storage storage,
      List<Run> runs,
      int part,
      List<List<RunMarks.Mark>> marks,
      List<byte[]> borders)
      throws IOException {
    List<List<Section>> slices = new ArrayList<>();
    Stream.generate(ArrayList<Section>::new).limit(borders.size() + 1L).forEach(slices::add);
    for (int i = 0; i < runs.size(); i++) {
      Section left = runs.get(i).section(part);
      for (int b = 0; b < borders.size(); b++) {
        long at = place(storage, left, marks.get(i), borders.get(b));
        slices.get(b).add(new Section(left.path(), left.start(), at));
        left = new Section(left.path(), at, left.end());
      }
      slices.get(borders.size()).add(left);
    }
    List<KeySlice> result = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      result.add(new KeySlice(i == 0 ? FIRST : borders.get(i - 1), slices.get(i)));
    }
    return result;
  }

  /** Where the first entry is whose tail is not before the border. */
  private static long place(
      Storage storage, Section section, List<RunMarks.Mark> marks, byte[] border)
      throws IOException {
    long start = section.start();
    for (RunMarks.Mark mark : marks) {
      if (mark.start() > start && Arrays.compareUnsigned(mark.tail(), border) < 0) {
        start = mark.start();
      }
    }
    Section from = new Section(section.path(), start, section.end());
    try (RunEntries entries = new RunEntries(storage, from, MergedRuns.BLOCK)) {
      while (entries.next()) {
        if (!entries.isBefore(border)) {
          return entries.start();
        }
      }
    }
    return section.end();
  }
}
