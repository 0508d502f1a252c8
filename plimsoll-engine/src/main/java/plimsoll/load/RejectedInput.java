package plimsoll.load;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import plimsoll.model.RejectedRow;

/** Rejected rows as the input that they were: what one repairs and loads again. */
public final class RejectedInput {
  private static final byte[] LF = {'\n'};

  private RejectedInput() {}

  /**
   * Writes a header if the input had one, then every row byte for byte, each with its end. If it is
   * not known how the input was written rows end with LF.
   */
  public static void write(RejectedRows rows, OutputStream to) throws IOException {
    Optional<InputForm> form = rows.form();
    byte[] end = form.map(InputForm::recordEnd).orElse(LF);
    to.write(form.map(InputForm::headerLine).orElse(new byte[0]));
    for (RejectedRow row = rows.next(); row != null; row = rows.next()) {
      to.write(row.raw());
      to.write(end);
    }
  }
}
