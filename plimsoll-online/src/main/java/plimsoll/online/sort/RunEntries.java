package plimsoll.online.sort;

import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import plimsoll.flow.ByteSink;
import plimsoll.storage.InputFile;
import plimsoll.storage.Storage;

/** Entries of a {@link Section}, read in blocks. */
final class RunEntries extends Entries {
  private static final int HEADER = 2 * Integer.BYTES;

  private final InputFile in;
  private final long end;
  private final int block;
  private long position;
  private int at;
  private int filled;

  RunEntries(Storage storage, Section section, int block) throws IOException {
    in = storage.open(section.path());
    position = section.start();
    end = section.end();
    this.block = block;
  }

  /** To before the entry that begins there. */
  void moveTo(long start) {
    position = start;
    at = 0;
    filled = 0;
  }

  /** Where in the run the current entry begins. */
  long start() {
    return position - filled + keyStart - HEADER;
  }

  /** Whether the current entry's tail is before that one. */
  boolean isBefore(byte[] tail) {
    int to = keyStart + keyLength;
    return Arrays.compareUnsigned(data, keyStart, to, tail, 0, tail.length) < 0;
  }

  @Override
  public boolean next() throws IOException {
    if (at == filled && position == end) {
      return false;
    }
    need(HEADER);
    keyLength = (int) ByteSink.INT.get(data, at);
    rowLength = (int) ByteSink.INT.get(data, at + Integer.BYTES);
    requireWithin();
    need(HEADER + keyLength + rowLength);
    keyStart = at + HEADER;
    rowStart = keyStart + keyLength;
    at = rowStart + rowLength;
    return true;
  }

  /** Lengths of a damaged file would ask for any amount of memory. */
  private void requireWithin() throws IOException {
    long left = end - position + filled - at - HEADER;
    if (keyLength < 0 || rowLength < 0 || (long) keyLength + rowLength > left) {
      throw new IOException(
          in.path()
              + " is damaged at byte "
              + (position - filled + at)
              + ": an entry of "
              + keyLength
              + " and "
              + rowLength
              + " bytes, where "
              + left
              + " are left");
    }
  }

  /** Makes so many bytes from {@link #at} on be there. */
  private void need(int bytes) throws IOException {
    if (filled - at >= bytes) {
      return;
    }
    byte[] room = bytes <= block && data.length == block ? data : new byte[Math.max(bytes, block)];
    System.arraycopy(data, at, room, 0, filled - at);
    filled -= at;
    at = 0;
    data = room;
    while (filled < bytes) {
      int most = (int) Math.min(end - position, room.length - filled);
      int read = most <= 0 ? -1 : in.read(position, room, filled, most);
      if (read < 0) {
        throw new EOFException(in.path() + " ends at byte " + position);
      }
      position += read;
      filled += read;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
