package plimsoll.server.http;

import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;

/** Bytes in memory as what a load reads. */
final class BytesSource implements Source {
  private final String name;
  private final byte[] bytes;
  private boolean opened;

  BytesSource(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  @Override
  public String describe() {
    return name;
  }

  @Override
  public long totalBytes() {
    return bytes.length;
  }

  @Override
  public Extent extent() {
    return new Extent(1, bytes.length);
  }

  @Override
  public @Nullable ByteInput next() {
    if (opened) {
      return null;
    }
    opened = true;
    return new Input();
  }

  private final class Input implements ByteInput {
    private int at;

    @Override
    public String name() {
      return name;
    }

    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (at == bytes.length) {
        return -1;
      }
      int count = Math.min(length, bytes.length - at);
      System.arraycopy(bytes, at, buffer, offset, count);
      at += count;
      return count;
    }

    @Override
    public void close() {}
  }

  @Override
  public void close() {}
}
