package plimsoll.cli.render;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one answer. Called once with {@link #begin}, then per row, then once to end.
 */
public interface RowWriter {
  /** Names of the columns from left to right. */
  void begin(List<String> columns) throws IOException;

  /** A row of null, Boolean, Number, String, {@code java.time} values or byte[]. */
  void row(List<? extends @Nullable Object> values) throws IOException;

  /** After the last row. */
  void end() throws IOException;
}
