package plimsoll.pipeline.read;

import java.io.IOException;
import java.io.InputStream;

/** Raw bytes of an input as a stream; digests them block by block. */
final class RawBytes extends InputStream {
  private final ByteInput raw;
  private final ContentDigest.Input digest;
  private final byte[] block = new byte[ContentDigest.BLOCK];
  private int filled;
  private int given;
  private long blocks;
  private long position;
  private boolean ended;

  /** The raw input failed: not what is packed in it. */
  static final class RawFailure extends IOException {
    private static final long serialVersionUID = 1;

    private final IOException failure;

    RawFailure(IOException cause) {
      super(cause);
      this.failure = cause;
    }

    IOException cause() {
      return failure;
    }
  }

  RawBytes(ByteInput raw, ContentDigest.Input digest) {
    this.raw = raw;
    this.digest = digest;
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
    return true;
  }

  private int readRaw() throws IOException {
    try {
      return raw.read(block, filled, block.length - filled);
    } catch (IOException e) {
      throw new RawFailure(e);
    }
  }
}
