package plimsoll.pipeline.read;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Chunk;
import plimsoll.flow.ChunkWatcher;
import plimsoll.flow.LongRows;
import plimsoll.flow.Progress;
import plimsoll.flow.Quoting;
import plimsoll.flow.RecordCutter;

/** Cuts the inputs of a source into chunks of whole records, shared by all workers of a load. */
public final class ChunkReader implements Closeable {
  /*
   * Workers take turns: whoever asks for a chunk reads it, under one lock, into its own buffer, finds
   * the last record end in it and leaves the bytes behind that to the next worker. Under the lock runs
   * only what must be in order: the read itself (a copy from the page cache or a socket), unpacking,
   * and the cutter, which looks at quotes only. Hashing and parsing run outside. So one path serves
   * files, request bodies and compressed streams, and every chunk starts at a record.
   *
   * Rejected: workers that cut a file themselves from a shared counter. It saves the lock on machines
   * with many cores, but needs the quote state at the start of each chunk from a second pass, and does
   * not work for bodies. The lock costs about 0.1 s for each GB.
   */

  /** Fresh bytes read for a chunk; a multiple of the digest's block, so blocks never straddle. */
  static final int FRESH = 2 * ContentDigest.BLOCK;

  /** Where a buffer is that of a row much longer than others. */
  private static final int LONG = 4 * FRESH;

  /** A row takes several times its length: its bytes, its values, their pages. */
  private static final int MOST_OF_HEAP = 16;

  private final Source source;
  private final Decoding decoding;
  private final Supplier<RecordCutter> cutters;
  private final int maxRowBytes;
  private final Progress progress;
  private final ContentDigest digest = new ContentDigest();
  private final ReentrantLock turn = new ReentrantLock();

  private @Nullable ByteInput input;
  private ContentDigest.@Nullable Input inputDigest; // null while the input digests itself
  private @Nullable RecordCutter cutter;
  private ChunkWatcher watcher;
  private boolean watched;
  private boolean inputEnded;
  private boolean firstOfInput;
  private boolean ended;
  private volatile boolean closed;
  private long freshBlock;
  private long offset;
  private int ordinal;
  private byte[] carry = new byte[1 << 12];
  private volatile int carryBytes = carry.length;
  private final AtomicInteger sharers = new AtomicInteger();
  private int carried;
  private int fillStart; // where the bytes that fill() read begin in the chunk
  private int fillEnd;

  /** Reads that source; {@code cutters} makes a cutter for each input. */
  public ChunkReader(
      Source source,
      Decoding decoding,
      Supplier<RecordCutter> cutters,
      int maxRowBytes,
      Progress progress) {
    this(source, decoding, cutters, ChunkWatcher.NONE, maxRowBytes, progress);
  }

  /** As above; {@code watcher} sees each chunk before anybody gets it, as long as it wants to. */
  public ChunkReader(
      Source source,
      Decoding decoding,
      Supplier<RecordCutter> cutters,
      ChunkWatcher watcher,
      int maxRowBytes,
      Progress progress) {
    this.watcher = watcher;
    this.source = source;
    this.decoding = decoding;
    this.cutters = cutters;
    this.maxRowBytes = maxRowBytes;
    this.progress = progress;
  }

  /** A chunk to fill by {@link #next}, one for each worker. */
  public Chunk newChunk() {
    sharers.incrementAndGet();
    long total = source.totalBytes();
    return new Chunk(total >= 0 && total < FRESH ? (int) total + 64 : usual());
  }

  private static int usual() {
    return FRESH + (FRESH >> 3);
  }

  /**
   * Gives the buffer of a long row back; what the chunk held is lost.
   *
   * @return whether there was one
   */
  public boolean shrink(Chunk chunk) {
    boolean wasLong = chunk.data().length > LONG;
    if (wasLong) {
      chunk.shrink(usual());
    }
    return wasLong;
  }

  /** One worker's part of the bytes held for all of them, about. */
  public long bufferedBytes() {
    return carryBytes / Math.max(1, sharers.get());
  }

  /** As below, where memory is not bounded. */
  public boolean next(Chunk chunk) throws IOException {
    return next(chunk, LongRows.FREE);
  }

  /**
   * Fills {@code chunk} with the next whole records.
   *
   * @param longRows is asked before the buffer grows for a row much longer than others
   * @return false at the end of the last input; the chunk is then undefined
   */
  public boolean next(Chunk chunk, LongRows longRows) throws IOException {
    long begin = System.nanoTime();
    ContentDigest.Input toDigest;
    long firstBlock;
    int freshStart;
    int freshEnd;
    turn.lock();
    try {
      if (!fillOrRelease(chunk, longRows)) {
        return false;
      }
      toDigest = inputDigest;
      firstBlock = freshBlock;
      freshStart = fillStart;
      freshEnd = fillEnd;
      freshBlock += (freshEnd - freshStart + ContentDigest.BLOCK - 1) / ContentDigest.BLOCK;
    } finally {
      turn.unlock();
    }
    long raw = toDigest == null ? 0 : freshEnd - freshStart; // what is decoded counts as it is read
    progress.read(raw, System.nanoTime() - begin);
    if (toDigest != null) {
      toDigest.add(firstBlock, chunk.data(), freshStart, freshEnd);
    }
    return true;
  }

  /**
   * Under the lock. Whoever fails gives the input's handles back; for the other workers the input
   * ends there, and what they staged goes with the load.
   */
  private boolean fillOrRelease(Chunk chunk, LongRows longRows) throws IOException {
    if (closed) {
      throw new IOException("closed while reading " + source.describe());
    }
    try {
      return fill(chunk, longRows);
    } catch (IOException | RuntimeException | Error e) {
      ended = true;
      try {
        closeInput();
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  /** Under the lock: reads, cuts, carries the rest. */
  private boolean fill(Chunk chunk, LongRows longRows) throws IOException {
    while (!ended) {
      ByteInput from = input != null ? input : openNext();
      if (from == null) {
        ended = true;
        return false;
      }
      int length = takeCarried(chunk);
      fillStart = length;
      int end = 0;
      while (end == 0 && !inputEnded) {
        if (length + FRESH > LONG) {
          longRows.begin();
        }
        length = readFresh(from, chunk, length);
        end = inputEnded ? length : requireCutter().lastRecordEnd(chunk.data(), 0, length);
        if (end == 0) {
          checkRowBytes(length, from);
        }
      }
      fillEnd = length;
      if (length == 0) {
        closeInput();
        continue;
      }
      describe(chunk, from, end);
      watched = watched || !watcher.see(chunk);
      keepRest(chunk, end, length);
      if (inputEnded) {
        // The digest of this input is still fed by the caller, so it outlives the input.
        finishInput(from);
      }
      ordinal++; // given only to a chunk that its worker gets: those behind it wait for its end
      return true;
    }
    return false;
  }

  private void checkRowBytes(int length, ByteInput from) {
    if (length > maxRowBytes) {
      throw ErrorCode.ROW_TOO_LONG.with(maxRowBytes, "max_row_bytes, in " + from.name());
    }
    long most = Runtime.getRuntime().maxMemory() / MOST_OF_HEAP;
    if (length > Math.max(most, FRESH)) {
      throw ErrorCode.ROW_TOO_LONG.with(
          most, "the heap of which a row may take a 16th (-Xmx), in " + from.name());
    }
  }

  private RecordCutter requireCutter() {
    if (cutter == null) {
      throw ErrorCode.BROKEN_INVARIANT.with("an input without a cutter");
    }
    return cutter;
  }

  private @Nullable ByteInput openNext() throws IOException {
    ByteInput raw = source.next();
    if (raw == null) {
      return null;
    }
    ContentDigest.Input digestOfRaw = digest.begin();
    boolean packed = decoding.applies(raw.name());
    inputDigest = packed ? null : digestOfRaw;
    input = packed ? decoding.open(raw, digestOfRaw, bytes -> progress.read(bytes, 0)) : raw;
    cutter = cutters.get();
    inputEnded = false;
    firstOfInput = true;
    freshBlock = 0;
    offset = 0;
    return input;
  }

  private int takeCarried(Chunk chunk) {
    int length = carried;
    if (chunk.data().length < length) {
      chunk.reserve(length + FRESH);
    }
    System.arraycopy(carry, 0, chunk.data(), 0, length);
    carried = 0;
    return length;
  }

  /** Appends up to {@link #FRESH} bytes; fewer only when the input ends. */
  private int readFresh(ByteInput from, Chunk chunk, int length) throws IOException {
    int wanted = FRESH;
    int at = length;
    while (wanted > 0) {
      if (at == chunk.data().length) {
        chunk.reserve(Math.max(2 * at, 1 << 12));
      }
      byte[] data = chunk.data();
      int read = read(from, data, at, Math.min(wanted, data.length - at));
      if (read < 0) {
        inputEnded = true;
        break;
      }
      at += read;
      wanted -= read;
    }
    return at;
  }

  private static int read(ByteInput from, byte[] data, int at, int length) throws IOException {
    try {
      return from.read(data, at, length);
    } catch (PlimsollException e) {
      throw e;
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, from.name(), e.getMessage());
    }
  }

  private void describe(Chunk chunk, ByteInput from, int end) {
    // What ends an input was not cut.
    Quoting quoting = inputEnded ? Quoting.UNKNOWN : requireCutter().quoting();
    chunk.hold(from.name(), end, ordinal, offset, firstOfInput, inputEnded, quoting);
    firstOfInput = false;
    offset += end;
  }

  private void keepRest(Chunk chunk, int end, int length) {
    carried = length - end;
    if (carry.length < carried || carry.length > LONG) {
      carry = new byte[Math.max(carried, Math.min(2 * carry.length, FRESH))];
      carryBytes = carry.length;
    }
    System.arraycopy(chunk.data(), end, carry, 0, carried);
  }

  private void finishInput(ByteInput from) throws IOException {
    from.close();
    input = null;
    cutter = null;
  }

  private void closeInput() throws IOException {
    if (input != null) {
      finishInput(input);
    }
  }

  /** Hex of the digest of all inputs, once the last chunk was taken and digested. */
  public String digest() {
    return digest.hex();
  }

  /**
   * Any thread may close it: a read that waits ends with an error, and its thread then closes the
   * input that it was reading. This thread does so if nobody reads; it never waits for a reader.
   */
  @Override
  public void close() throws IOException {
    closed = true;
    source.close();
    if (turn.tryLock()) {
      try {
        closeInput();
      } finally {
        turn.unlock();
      }
    }
  }
}
