package plimsoll.pipeline.read;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;
import plimsoll.error.PlimsollException;

/** Raw bytes of an input as a stream; digests them block by block. */
final class RawBytes extends InputStream {
  private final ByteInput raw;
  private final ContentDigest.Input digest;
  private final LongConsumer taken;
  private final byte[] block = new byte[ContentDigest.BLOCK];
  private int filled;
  private int given;
  private long blocks;
  private long position;
  private boolean ended;

  /** The raw input failed: not what is packed in it. */
  static final class RawFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final Exception failure;

    RawFailure(Exception cause) {
      super(cause);
      this.failure = cause;
    }

    /** Throws what the input failed with. */
    IOException rethrow() throws IOException {
      if (failure instanceof PlimsollException told) {
        throw told;
      }
      throw (IOException) failure;
    }
  }

  /** Tells {@code taken} how many bytes were read, whenever some were. */
  RawBytes(ByteInput raw, ContentDigest.Input digest, LongConsumer taken) {
    this.raw = raw;
    this.digest = digest;
    this.taken = taken;
  }

  /** Bytes taken so far. */
  long position() {
    return position;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (given == filled && !fill()) {
      return -1;
    }
    int take = Math.min(length, filled - given);
    System.arraycopy(block, given, buffer, offset, take);
    given += take;
    position += take;
    return take;
  }

  @Override
  public int read() throws IOException {
    if (given == filled && !fill()) {
      return -1;
    }
    position++;
    return block[given++] & 0xff;
  }

  /** Who unpacks looks here to see whether another member follows. */
  @Override
  public int available() throws IOException {
    return given < filled || fill() ? filled - given : 0;
  }

  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    filled = 0;
    given = 0;
    while (filled < block.length) {
      int read = readRaw();
      if (read < 0) {
        ended = true;
        break;
      }
      filled += read;
    }
    if (filled == 0) {
      return false;
    }
    digest.add(blocks++, block, 0, filled);
    taken.accept(filled);
    return true;
  }

  private int readRaw() throws IOException {
    try {
      return raw.read(block, filled, block.length - filled);
    } catch (IOException | PlimsollException e) {
      throw new RawFailure(e); // codecs take other exceptions for damage
    }
  }
}
