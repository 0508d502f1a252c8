package plimsoll.pipeline.read;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.storage.InputFiles;

/** A source whose first bytes were looked at; they are read again with the rest. */
public final class PeekedSource implements Source {
  private final Source source;
  private @Nullable ByteInput first;
  private byte[] head = new byte[0];

  /** Nothing is read yet. */
  public PeekedSource(Source source) {
    this.source = source;
  }

  /**
   * Looks at the start of the first input.
   *
   * @param name name of the input
   * @param data its first bytes, decoded
   * @param whole whether that is the whole input
   */
  public record Head(String name, byte[] data, boolean whole) {}

  /**
   * Reads up to {@code most} decoded bytes of the first input ahead that is not empty; once. Inputs
   * before that one are passed over. Where it turns out to be damaged behind some bytes, it is as
   * if it went on: the load will say so.
   *
   * @return null if there is no input; without bytes if all are empty
   */
  public @Nullable Head peek(int most, Decoding decoding) throws IOException {
    Head found = null;
    for (ByteInput input = source.next(); input != null; input = source.next()) {
      dropFirst();
      first = input;
      found = peek(input, most, decoding);
      if (found.data().length > 0 || !found.whole()) {
        break;
      }
    }
    return found;
  }

  private void dropFirst() throws IOException {
    if (first != null) {
      first.close();
      first = null;
    }
  }

  private Head peek(ByteInput input, int most, Decoding decoding) throws IOException {
    Recorded recorded = new Recorded(input);
    try (ByteInput decoded = decoding.open(recorded)) {
      return read(decoded, most);
    } finally {
      head = recorded.bytes();
    }
  }

  private static Head read(ByteInput decoded, int most) throws IOException {
    byte[] data = new byte[most];
    int filled = 0;
    boolean whole = false;
    try {
      while (filled < most && !whole) {
        int read = decoded.read(data, filled, most - filled);
        whole = read < 0;
        filled += Math.max(read, 0);
      }
    } catch (PlimsollException e) {
      if (e.code() != ErrorCode.BAD_COMPRESSION || filled == 0) {
        throw e;
      }
    }
    return new Head(decoded.name(), Arrays.copyOf(data, filled), whole);
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
  public @Nullable Extent extent() {
    return source.extent();
  }

  @Override
  public @Nullable ByteInput next() throws IOException {
    ByteInput peeked = first;
    first = null;
    return peeked == null ? source.next() : new Replayed(peeked, head);
  }

  @Override
  public Optional<InputFiles> files() {
    return source.files();
  }

  @Override
  public void close() throws IOException {
    try {
      dropFirst();
    } finally {
      source.close();
    }
  }

  /** Keeps what is read; stays open. */
  private static final class Recorded implements ByteInput {
    private final ByteInput input;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    Recorded(ByteInput input) {
      this.input = input;
    }

    byte[] bytes() {
      return kept.toByteArray();
    }

    @Override
    public String name() {
      return input.name();
    }

    @Override
    public long length() {
      return input.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = input.read(buffer, offset, length);
      if (read > 0) {
        kept.write(buffer, offset, read);
      }
      return read;
    }

    @Override
    public void close() {
      // it is read on
    }
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
