package plimsoll.server.http;

import org.jspecify.annotations.Nullable;
import plimsoll.pipeline.read.ByteInput;
import plimsoll.pipeline.read.Source;

/** A request body as the one input of a load. */
final class BodySource implements Source {
  private final RequestBody body;
  private boolean opened;

  BodySource(RequestBody body) {
    this.body = body;
  }

  @Override
  public String describe() {
    return body.name();
  }

  @Override
  public long totalBytes() {
    return body.length();
  }

  @Override
  public @Nullable Extent extent() {
    return body.length() < 0 ? null : new Extent(1, body.length());
  }

  @Override
  public @Nullable ByteInput next() {
    if (opened) {
      return null;
    }
    opened = true;
    return body;
  }

  /** A read that waits in another thread ends with an error. */
  @Override
  public void close() {
    body.close();
  }
}
