package plimsoll.online.sort;

import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import plimsoll.flow.ByteSink;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/**
 * Some of a run's entries by their tails: one at the beginning of each block but a part's first.
 * They lie behind the last part, each as part, place, length of its tail, tail; a run of few
 * entries has none.
 */
final class RunMarks {
  private static final int HEADER = 2 * Integer.BYTES + Long.BYTES;

  private final ByteSink bytes = new ByteSink();

  /**
   * An entry.
   *
   * @param start where it begins
   * @param tail of its key
   */
  record Mark(long start, byte[] tail) {}

  void add(int part, long start, Entries entry) {
    bytes.putInt(part);
    bytes.putLong(start);
    bytes.putInt(entry.keyLength);
    bytes.put(entry.data, entry.keyStart, entry.keyLength);
  }

  void write(OutputFile out) throws IOException {
    out.write(bytes.data, 0, bytes.size);
  }

  /** Those of a part, in their order. */
  static List<Mark> of(Storage storage, Run run, int part) throws IOException {
    List<Mark> marks = new ArrayList<>();
    byte[] data = bytes(storage, run);
    int at = 0;
    while (at < data.length) {
      int length = (int) ByteSink.INT.get(data, at + Integer.BYTES + Long.BYTES);
      if ((int) ByteSink.INT.get(data, at) == part) {
        byte[] tail = new byte[length];
        System.arraycopy(data, at + HEADER, tail, 0, length);
        marks.add(new Mark((long) ByteSink.LONG.get(data, at + Integer.BYTES), tail));
      }
      at += HEADER + length;
    }
    return marks;
  }

  private static byte[] bytes(Storage storage, Run run) throws IOException {
    try (InputFile in = storage.open(run.path())) {
      byte[] data = new byte[Math.toIntExact(in.length() - run.bytes())];
      for (int filled = 0; filled < data.length; ) {
        int read = in.read(run.bytes() + filled, data, filled, data.length - filled);
        if (read < 0) {
          throw new EOFException(run.path() + " ends within its marks");
        }
        filled += read;
      }
      return data;
    }
  }
}
