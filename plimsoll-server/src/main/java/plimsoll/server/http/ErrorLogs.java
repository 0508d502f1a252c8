package plimsoll.server.http;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.load.InputForm;
import plimsoll.model.RejectedRow;

/** Rejected rows of past loads, by the name of their log. */
@FunctionalInterface
public interface ErrorLogs {
  /** Opens a log, or empty if there is none of that name. The name was checked for its form. */
  Optional<Rows> open(String name) throws IOException;

  /** The rows of one log in input order. */
  interface Rows extends Closeable {
    /** How the load's input was written; empty if it was no text, or is not known. */
    default Optional<InputForm> form() {
      return Optional.empty();
    }

    /** The next row, null at the end. */
    @Nullable RejectedRow next() throws IOException;
  }
}
