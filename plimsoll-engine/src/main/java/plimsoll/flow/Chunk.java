package plimsoll.flow;

import java.util.Arrays;

/**
 * Whole records of one input, cut for one worker. Its buffer is reused; nothing may point into it
 * once it was given back.
 */
public final class Chunk {
  private byte[] data;
  private int start;
  private int end;
  private int ordinal;
  private long byteOffset;
  private String input = "";
  private boolean first;
  private boolean last;
  private Quoting quoting = Quoting.UNKNOWN;

  /** An empty chunk with a buffer of that many bytes, for a reader to fill. */
  public Chunk(int capacity) {
    data = new byte[capacity];
  }

  /** A chunk over given bytes that is the whole of an input: for tests and small bodies. */
  public static Chunk of(String input, byte[] bytes) {
    Chunk chunk = new Chunk(0);
    chunk.data = bytes;
    chunk.end = bytes.length;
    chunk.input = input;
    chunk.first = true;
    chunk.last = true;
    return chunk;
  }

  /** A chunk over a part of given bytes, with its place in the input said: for tests and tools. */
  public static Chunk of(
      String input, byte[] bytes, int start, int end, int ordinal, long byteOffset) {
    Chunk chunk = of(input, bytes);
    chunk.start = start;
    chunk.end = end;
    chunk.ordinal = ordinal;
    chunk.byteOffset = byteOffset;
    chunk.first = byteOffset == 0;
    return chunk;
  }

  /** Says what its cutter saw. */
  public Chunk saw(Quoting seen) {
    quoting = seen;
    return this;
  }

  /** Makes room for that many bytes; those held already stay. May replace {@link #data}. */
  public void reserve(int bytes) {
    if (data.length < bytes) {
      data = Arrays.copyOf(data, bytes);
    }
  }

  /** Takes a buffer of that many bytes in place of a larger one. What it holds is lost. */
  public void shrink(int bytes) {
    data = new byte[bytes];
    start = 0;
    end = 0;
  }

  /** Says what the buffer now holds; the parameters are as the methods of the same name. */
  public void hold(
      String input,
      int end,
      int ordinal,
      long byteOffset,
      boolean first,
      boolean last,
      Quoting quoting) {
    this.start = 0;
    this.end = end;
    this.input = input;
    this.ordinal = ordinal;
    this.byteOffset = byteOffset;
    this.first = first;
    this.last = last;
    this.quoting = quoting;
  }

  /** The buffer; records lie in {@code [start(), end())}, the rest is undefined. */
  public byte[] data() {
    return data;
  }

  /** First byte of the first record. */
  public int start() {
    return start;
  }

  /** Past the last byte of the last record, its delimiter included. */
  public int end() {
    return end;
  }

  /** Position of this chunk in the load, from 0, across all inputs. */
  public int ordinal() {
    return ordinal;
  }

  /** Where {@code start()} lies in its input, decompressed. */
  public long byteOffset() {
    return byteOffset;
  }

  /** Name of the input. */
  public String input() {
    return input;
  }

  /** Whether this is the first chunk of its input, which may begin with a header. */
  public boolean first() {
    return first;
  }

  /** Whether this is the last chunk of its input: its last record may lack a delimiter. */
  public boolean last() {
    return last;
  }

  /**
   * What may hide delimiters in its rows, as far as that was seen when it was cut; a header and
   * skipped rows before them may hold anything.
   */
  public Quoting quoting() {
    return quoting;
  }
}
