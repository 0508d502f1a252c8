package plimsoll.online.sort;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.storage.Storage;

/**
 * A part of a slot's entries in several runs, by their keys: what one thread merges while others
 * merge the rest. Rows of equal key, time and hash are in one slice.
 *
 * @param from what comes before all its tails, and behind those of the slice before; empty for the
 *     first slice
 * @param sections where its entries are, run by run; none of them empty
 */
public record KeySlice(byte[] from, List<Section> sections) {
  /** Each slice has its own handles of all runs. */
  private static final int MOST_OPEN_FILES = 1024;

  /** Keys that are compared for the borders. */
  private static final int MOST_MARKS = 4096;

  private static final byte[] FIRST = {};

  /** All of a slot's entries. */
  public static KeySlice whole(List<Run> runs, int part) {
    return new KeySlice(FIRST, runs.stream().map(run -> run.section(part)).toList());
  }

  /** Leaves out empty sections. */
  public KeySlice {
    sections = sections.stream().filter(section -> section.bytes() > 0).toList();
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
    int mostOpen = MOST_OPEN_FILES / Math.max(1, runs.size());
    int slices = (int) Math.min(Math.min(most, mostOpen), bytes / leastBytes);
    if (slices < 2) {
      return List.of(whole(runs, part));
    }
    return cut(storage, runs, part, borders(storage, runs, part, slices));
  }

  /** What slices begin with, in ascending order. */
  private static List<byte[]> borders(Storage storage, List<Run> runs, int part, int slices)
      throws IOException {
    int each = Math.max(slices, MOST_MARKS / runs.size());
    List<byte[]> beginnings = new ArrayList<>();
    for (Run run : runs) {
      List<RunMarks.Mark> marks = RunMarks.of(storage, run, part);
      int step = 1 + marks.size() / each;
      for (int i = step / 2; i < marks.size(); i += step) {
        beginnings.add(marks.get(i).beginning());
      }
    }
    beginnings.sort(Arrays::compareUnsigned);
    List<byte[]> borders = new ArrayList<>();
    byte[] last = FIRST;
    for (int i = 1; i < slices && !beginnings.isEmpty(); i++) {
      byte[] border = beginnings.get((int) ((long) i * beginnings.size() / slices));
      if (!Arrays.equals(last, border)) {
        borders.add(border);
      }
      last = border;
    }
    return borders;
  }

  private static List<KeySlice> cut(Storage storage, List<Run> runs, int part, List<byte[]> borders)
      throws IOException {
    List<List<Section>> slices = new ArrayList<>();
    for (int i = 0; i <= borders.size(); i++) {
      slices.add(new ArrayList<>());
    }
    for (Run run : runs) {
      Section left = run.section(part);
      List<Long> places = places(storage, run, part, borders);
      for (int i = 0; i < borders.size(); i++) {
        slices.get(i).add(new Section(left.path(), left.start(), places.get(i)));
        left = new Section(left.path(), places.get(i), left.end());
      }
      slices.get(borders.size()).add(left);
    }
    List<KeySlice> result = new ArrayList<>();
    for (int i = 0; i < slices.size(); i++) {
      result.add(new KeySlice(i == 0 ? FIRST : borders.get(i - 1), slices.get(i)));
    }
    return result;
  }

  /** Where the first entry is whose tail is not before the border, for each of them. */
  private static List<Long> places(Storage storage, Run run, int part, List<byte[]> borders)
      throws IOException {
    List<RunMarks.Mark> marks = RunMarks.of(storage, run, part);
    Section section = run.section(part);
    List<Long> places = new ArrayList<>();
    try (RunEntries entries = new RunEntries(storage, section, RunWriter.BLOCK_BYTES)) {
      for (byte[] border : borders) {
        entries.moveTo(startBefore(border, marks, section.start()));
        places.add(place(entries, border, section.end()));
      }
    }
    return places;
  }

  /** A place with no entry before it that is not before the border. */
  private static long startBefore(byte[] border, List<RunMarks.Mark> marks, long first) {
    long start = first;
    for (RunMarks.Mark mark : marks) {
      if (Arrays.compareUnsigned(mark.beginning(), border) >= 0) {
        return start;
      }
      start = mark.start();
    }
    return start;
  }

  private static long place(RunEntries entries, byte[] border, long end) throws IOException {
    while (entries.next()) {
      if (!entries.isBefore(border)) {
        return entries.start();
      }
    }
    return end;
  }
}
