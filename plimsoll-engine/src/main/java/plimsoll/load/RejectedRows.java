package plimsoll.load;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.model.RejectedRow;

/** Rejected rows of one load, in input order, front to back. */
@FunctionalInterface
public interface RejectedRows extends Closeable {
  /**
   * The next row, null at the end.
   *
   * @throws UnreadableLogException if the log does not hold what a log holds
   */
  @Nullable RejectedRow next() throws IOException;

  /**
   * How the load's input was written; empty for rows that never were text, and in logs that older
   * versions wrote.
   */
  default Optional<InputForm> form() {
    return Optional.empty();
  }

  /** Does nothing, unless the rows come from something that is open. */
  @Override
  default void close() throws IOException {}
}
