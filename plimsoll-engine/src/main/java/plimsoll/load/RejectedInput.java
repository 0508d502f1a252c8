package plimsoll.load;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.model.RejectedRow;

/** Rejected rows as the input that they were: what one repairs and loads again. */
public final class RejectedInput {
  private static final byte[] LF = {'\n'};

  private RejectedInput() {}

  /** Gives rows one after the other. */
  @FunctionalInterface
  public interface Rows {
    /** The next, null at the end. */
    @Nullable RejectedRow next() throws IOException;
  }

  /**
   * Writes a header if the input had one, then every row byte for byte, each with its end.
   *
   * @param form how the input was written; if that is not known rows end with LF
   */
  public static void write(Optional<InputForm> form, Rows rows, OutputStream to)
      throws IOException {
    byte[] end = form.map(InputForm::recordEnd).orElse(LF);
    to.write(form.map(InputForm::headerLine).orElse(new byte[0]));
    for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
      to.write(row.raw());
      to.write(end);
    }
  }
}
