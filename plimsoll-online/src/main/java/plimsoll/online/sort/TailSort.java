package plimsoll.online.sort;

import java.util.Arrays;
import plimsoll.online.key.KeyLayout;

/** Sorts byte strings of which none begins another, by looking at eight bytes of each at a time. */
final class TailSort {
  /*
   * Keys of one table begin alike, and where many rows share a key and a time only their hashes differ,
   * far behind. So a range of strings skips what all of them begin with, takes the next eight bytes of
   * each as a number and is merge-sorted by these numbers alone; ranges of equal numbers do the same
   * behind them. Bytes are looked at in memory's random order once for each eight that matter, not once
   * for each comparison: that was 70 % of staging a load.
   */
  private static final int SHORT_RANGE = 12;

  private final ByteStrings strings;
  private final int count;
  private final int[] order;
  private final long[] windows;
  private int[] orderRoom = {};
  private long[] windowRoom = {};

  TailSort(ByteStrings strings) {
    this.strings = strings;
    count = strings.count();
    order = new int[count];
    windows = new long[count];
  }

  /** Their numbers in ascending order of the strings. */
  int[] order() {
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    orderRoom = new int[count];
    windowRoom = new long[count];
    sort(0, count, 0);
    return order;
  }

  /** Sorts a range of {@link #order} whose strings are equal in the first {@code depth} bytes. */
  private void sort(int from, int to, int depth) {
    if (to - from <= SHORT_RANGE) {
      insert(from, to, depth);
      return;
    }
    int at = depth + common(from, to, depth);
    for (int i = from; i < to; i++) {
      windows[i] = window(order[i], at) ^ Long.MIN_VALUE;
    }
    mergeSort(from, to);
    int begin = from;
    for (int i = from + 1; i <= to; i++) {
      if (i == to || windows[i] != windows[begin]) {
        if (i - begin > 1) {
          sort(begin, i, at + Long.BYTES);
        }
        begin = i;
      }
    }
  }

  /** How many bytes behind {@code depth} all strings of the range have in common. */
  private int common(int from, int to, int depth) {
    int first = order[from];
    int common = strings.length(first) - depth;
    for (int i = from + 1; i < to && common > 0; i++) {
      common = Math.min(common, common(first, order[i], depth, common));
    }
    return common;
  }

  private int common(int a, int b, int depth, int most) {
    int x = strings.start(a) + depth;
    int y = strings.start(b) + depth;
    int length = Math.min(most, strings.length(b) - depth);
    int at = Arrays.mismatch(strings.data(a), x, x + length, strings.data(b), y, y + length);
    return at < 0 ? length : at;
  }

  /** Eight bytes; zeros behind the end, which is never reached where strings still differ. */
  private long window(int string, int at) {
    byte[] data = strings.data(string);
    int start = strings.start(string) + at;
    int left = strings.length(string) - at;
    if (left >= Long.BYTES) {
      return KeyLayout.longAt(data, start);
    }
    long window = 0;
    for (int i = 0; i < left; i++) {
      window |= (data[start + i] & 0xFFL) << (56 - 8 * i);
    }
    return window;
  }

  private void insert(int from, int to, int depth) {
    for (int i = from + 1; i < to; i++) {
      int string = order[i];
      int at = i;
      while (at > from && compare(order[at - 1], string, depth) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = string;
    }
  }

  private int compare(int a, int b, int depth) {
    int x = strings.start(a);
    int y = strings.start(b);
    return Arrays.compareUnsigned(
        strings.data(a),
        x + depth,
        x + strings.length(a),
        strings.data(b),
        y + depth,
        y + strings.length(b));
  }

  private void mergeSort(int from, int to) {
    if (to - from <= SHORT_RANGE) {
      insertWindows(from, to);
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(from, middle);
    mergeSort(middle, to);
    if (windows[middle - 1] > windows[middle]) {
      merge(from, middle, to);
    }
  }

  private void insertWindows(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int string = order[i];
      long window = windows[i];
      int at = i;
      while (at > from && windows[at - 1] > window) {
        order[at] = order[at - 1];
        windows[at] = windows[at - 1];
        at--;
      }
      order[at] = string;
      windows[at] = window;
    }
  }

  private void merge(int from, int middle, int to) {
    System.arraycopy(order, from, orderRoom, from, middle - from);
    System.arraycopy(windows, from, windowRoom, from, middle - from);
    int left = from;
    int right = middle;
    int at = from;
    while (left < middle && right < to) {
      if (windowRoom[left] > windows[right]) {
        order[at] = order[right];
        windows[at++] = windows[right++];
      } else {
        order[at] = orderRoom[left];
        windows[at++] = windowRoom[left++];
      }
    }
    System.arraycopy(orderRoom, left, order, at, middle - left);
    System.arraycopy(windowRoom, left, windows, at, middle - left);
  }
}
