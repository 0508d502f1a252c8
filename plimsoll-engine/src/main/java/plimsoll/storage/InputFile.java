package plimsoll.storage;

import java.io.Closeable;
import java.io.IOException;

/** A file opened for reading. Reads at positions may run in parallel. */
public interface InputFile extends Closeable {
  /** Its path. */
  String path();

  /** Its length in bytes when opened. */
  long length() throws IOException;

  /**
   * Reads up to {@code length} bytes at {@code position}.
   *
   * @return bytes read, fewer only at the end of the file; -1 at or past the end
   */
  int read(long position, byte[] buffer, int offset, int length) throws IOException;
}
