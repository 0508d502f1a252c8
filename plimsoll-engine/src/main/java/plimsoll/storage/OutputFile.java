package plimsoll.storage;

import java.io.Closeable;
import java.io.IOException;

/** A file being written, front to back. Closing does not sync. */
public interface OutputFile extends Closeable {
  /** Its path. */
  String path();

  /** Appends bytes. */
  void write(byte[] buffer, int offset, int length) throws IOException;

  /** Bytes written so far. */
  long position();

  /** Makes all bytes written so far durable; the name needs {@link Storage#syncDirectory}. */
  void sync() throws IOException;
}
