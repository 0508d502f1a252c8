package plimsoll.pipeline.read;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.storage.InputFiles;

/**
 * Where the bytes of a load come from: an ordered list of inputs. One thread calls at a time, but
 * any thread may {@link #close} it: a read that waits then ends with an {@link IOException}.
 */
public interface Source extends Closeable {
  /** How the load's record names it. */
  String describe();

  /** Raw bytes of all inputs, or -1 if not known; for progress. */
  long totalBytes();

  /** All that will be read if nothing changes meanwhile; null if that is not known for sure. */
  default @Nullable Extent extent() {
    return null;
  }

  /** Opens the next input, or null when there is none left. The caller closes it. */
  @Nullable ByteInput next() throws IOException;

  /** All inputs as files that can be read at any place; empty if they only come front to back. */
  default Optional<InputFiles> files() {
    return Optional.empty();
  }

  /**
   * How much there is.
   *
   * @param inputs how many, or more
   * @param bytes raw ones of all of them
   */
  record Extent(int inputs, long bytes) {}
}
