package plimsoll.cli;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;

/** Standard input as the one input of a load. */
final class StandardInput implements Source {
  private static final String NAME = "standard input";

  private final InputStream in;
  private boolean opened;

  StandardInput(InputStream in) {
    this.in = in;
  }

  @Override
  public String describe() {
    return NAME;
  }

  @Override
  public long totalBytes() {
    return -1;
  }

  @Override
  public @Nullable ByteInput next() {
    if (opened) {
      return null;
    }
    opened = true;
    return new Bytes();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private final class Bytes implements ByteInput {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public long length() {
      return -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return in.read(buffer, offset, length);
    }

    @Override
    public void close() {
      // the source closes the stream
    }
  }
}
