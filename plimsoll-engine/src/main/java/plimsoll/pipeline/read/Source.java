package plimsoll.pipeline.read;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where the bytes of a load come from: an ordered list of inputs. One thread calls at a time, but
 * any thread may {@link #close} it: a read that waits then ends with an {@link IOException}.
 */
public interface Source extends Closeable {
  /** How the load's record names it. */
  String describe();

  /** Raw bytes of all inputs, or -1 if not known; for progress. */
  long totalBytes();

  /** Opens the next input, or null when there is none left. The caller closes it. */
  @Nullable ByteInput next() throws IOException;
}
