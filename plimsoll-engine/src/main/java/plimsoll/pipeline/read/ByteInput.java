package plimsoll.pipeline.read;

import java.io.Closeable;
import java.io.IOException;

/** The bytes of one source, front to back: a file or a request body. One thread reads at a time. */
public interface ByteInput extends Closeable {
  /** How messages name it: a path or {@code request body}. */
  String name();

  /** Raw length in bytes before decompression, or -1 if not known. */
  long length();

  /**
   * Reads up to {@code length} bytes, waiting for at least one.
   *
   * @return bytes read, or -1 at the end
   */
  int read(byte[] buffer, int offset, int length) throws IOException;
}
