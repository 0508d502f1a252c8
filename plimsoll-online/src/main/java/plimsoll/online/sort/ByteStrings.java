package plimsoll.online.sort;

import java.util.Arrays;
import plimsoll.flow.ByteSink;

/**
 * Byte strings in the order in which they were added, one behind the other in arrays of moderate
 * size: copying or clearing a long one would make all of the process wait that wants a collection.
 */
public final class ByteStrings {
  private static final int OFFSET_BITS = 20;
  private static final int OFFSET = (1 << OFFSET_BITS) - 1;
  private static final int MOST_CHUNKS = 1 << (Integer.SIZE - OFFSET_BITS);
  private static final int FIRST_STARTS = 1 << 10;

  /** With its header one region of a server's collector, which does not move such arrays. */
  private static final int CHUNK_BYTES = (1 << OFFSET_BITS) - 64;

  /** Behind that another chunk is begun; a string that does not fit there makes its own longer. */
  private static final int FULL = CHUNK_BYTES - (64 << 10);

  private ByteSink[] chunks = {new ByteSink()};
  private int chunkCount = 1;
  private ByteSink current = chunks[0];
  private int[] starts = new int[FIRST_STARTS]; // number of the chunk, and the offset in it
  private int count;
  private long fullBytes; // of all chunks but the current one

  /** Where the next string is to be appended; it is one of them once that was {@link #end}ed. */
  public ByteSink begin() {
    if (current.size >= FULL) {
      addChunk();
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
    }
    starts[count] = (chunkCount - 1) << OFFSET_BITS | current.size;
    return current;
  }

  private void addChunk() {
    if (chunkCount == MOST_CHUNKS) {
      throw new IllegalStateException("more than " + MOST_CHUNKS + " MB of rows in memory");
    }
    if (chunkCount == chunks.length) {
      chunks = Arrays.copyOf(chunks, 2 * chunkCount);
    }
    fullBytes += current.data.length;
    current = new ByteSink(CHUNK_BYTES);
    chunks[chunkCount++] = current;
  }

  /** The bytes that were appended since {@link #begin} are a string. */
  public void end() {
    count++;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** What a string lies in. */
  public byte[] data(int string) {
    return chunks[starts[string] >>> OFFSET_BITS].data;
  }

  /** Where it begins there. */
  public int start(int string) {
    return starts[string] & OFFSET;
  }

  /** Bytes of it. */
  public int length(int string) {
    int start = starts[string];
    if (string + 1 < count && (starts[string + 1] ^ start) >>> OFFSET_BITS == 0) {
      return starts[string + 1] - start;
    }
    return chunks[start >>> OFFSET_BITS].size - (start & OFFSET);
  }

  /** Bytes of memory held. */
  public long footprint() {
    return fullBytes + current.data.length + 4L * starts.length;
  }

  /** Forgets the strings, and gives back room. */
  public void clear() {
    chunks = new ByteSink[] {new ByteSink()};
    chunkCount = 1;
    current = chunks[0];
    starts = new int[FIRST_STARTS];
    count = 0;
    fullBytes = 0;
  }
}
