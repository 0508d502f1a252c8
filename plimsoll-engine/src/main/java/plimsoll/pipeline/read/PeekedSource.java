package plimsoll.pipeline.read;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A source whose first bytes were looked at; they are read again with the rest. */
public final class PeekedSource implements Source {
  private final Source source;
  private @Nullable ByteInput first;
  private byte[] head = new byte[0];
  private boolean whole;

  /** Nothing is read yet. */
  public PeekedSource(Source source) {
    this.source = source;
  }

  /**
   * Looks at the start of the first input.
   *
   * @param name name of the input
   * @param data its first bytes, unpacked
   * @param whole whether that is the whole input
   */
  public record Head(String name, byte[] data, boolean whole) {}

  /** Reads up to {@code most} bytes of the first input ahead; once. Null if there is no input. */
  public @Nullable Head peek(int most, Decoding decoding) throws IOException {
    ByteInput input = source.next();
    if (input == null) {
      return null;
    }
    first = input;
    byte[] data = new byte[most];
    int filled = 0;
    while (filled < most && !whole) {
      int read = input.read(data, filled, most - filled);
      whole = read < 0;
      filled += Math.max(read, 0);
    }
    head = Arrays.copyOf(data, filled);
    return decoding.applies(input.name())
        ? new Head(input.name(), decoding.prefix(input.name(), head, most), false)
        : new Head(input.name(), head, whole);
  }

  @Override
  public String describe() {
    return source.describe();
  }

  @Override
  public long totalBytes() {
    return source.totalBytes();
  }

  @Override
  public @Nullable ByteInput next() throws IOException {
    ByteInput peeked = first;
    first = null;
    return peeked == null ? source.next() : new Replayed(peeked, head);
  }

  @Override
  public void close() throws IOException {
    ByteInput peeked = first;
    if (peeked != null) {
      peeked.close();
    }
    source.close();
  }

  private static final class Replayed implements ByteInput {
    private final ByteInput rest;
    private final byte[] head;
    private int given;

    Replayed(ByteInput rest, byte[] head) {
      this.rest = rest;
      this.head = head;
    }

    @Override
    public String name() {
      return rest.name();
    }

    @Override
    public long length() {
      return rest.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (given == head.length) {
        return rest.read(buffer, offset, length);
      }
      int take = Math.min(length, head.length - given);
      System.arraycopy(head, given, buffer, offset, take);
      given += take;
      return take;
    }

    @Override
    public void close() throws IOException {
      rest.close();
    }
  }
}
