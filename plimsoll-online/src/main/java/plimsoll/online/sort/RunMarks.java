package plimsoll.online.sort;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import plimsoll.flow.ByteSink;
import plimsoll.online.key.KeyLayout;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/**
 * Where some of a run's entries are, by what their tails begin with: one at the beginning of each
 * block but a part's first. They lie behind the last part, each as part, place, length, bytes; a
 * run of few entries has none.
 */
final class RunMarks {
  private static final int HEADER = 2 * Integer.BYTES + Long.BYTES;
  private static final int LENGTH_AT = Integer.BYTES + Long.BYTES;
  private static final int MOST_BYTES = 256; // long keys would fill the memory

  private final ByteSink bytes = new ByteSink();

  /**
   * An entry.
   *
   * @param start where it begins
   * @param beginning of its tail; nothing of the row's name, so equal rows are not told apart
   */
  record Mark(long start, byte[] beginning) {}

  void add(int part, long start, Entries entry) {
    bytes.putInt(part);
    bytes.putLong(start);
    int length = Math.min(entry.keyLength - KeyLayout.ROW_NAME, MOST_BYTES);
    bytes.putInt(length);
    bytes.put(entry.data, entry.keyStart, length);
  }

  void write(OutputFile out) throws IOException {
    out.write(bytes.data, 0, bytes.size);
  }

  /** Those of a part, in their order. */
  static List<Mark> of(Storage storage, Run run, int part) throws IOException {
    List<Mark> marks = new ArrayList<>();
    byte[] data = bytes(storage, run);
    Section within = run.section(part);
    int at = 0;
    while (at < data.length) {
      int left = data.length - at - HEADER;
      int length = left < 0 ? -1 : (int) ByteSink.INT.get(data, at + LENGTH_AT);
      if (length <= 0 || length > left) {
        throw damaged(run, at);
      }
      if ((int) ByteSink.INT.get(data, at) == part) {
        long start = (long) ByteSink.LONG.get(data, at + Integer.BYTES);
        if (start <= within.start() || start >= within.end()) {
          throw damaged(run, at);
        }
        marks.add(new Mark(start, Arrays.copyOfRange(data, at + HEADER, at + HEADER + length)));
      }
      at += HEADER + length;
    }
    return marks;
  }

  private static IOException damaged(Run run, int at) {
    return new IOException(run.path() + " is damaged at byte " + (run.bytes() + at));
  }

  private static byte[] bytes(Storage storage, Run run) throws IOException {
    try (InputFile in = storage.open(run.path())) {
      if (in.length() < run.bytes()) {
        throw new EOFException(run.path() + " ends at byte " + in.length());
      }
      byte[] data = new byte[Math.toIntExact(in.length() - run.bytes())];
      for (int filled = 0; filled < data.length; ) {
        int read = in.read(run.bytes() + filled, data, filled, data.length - filled);
        if (read < 0) {
          throw new EOFException(run.path() + " ends at byte " + (run.bytes() + filled));
        }
        filled += read;
      }
      return data;
    }
  }
}
