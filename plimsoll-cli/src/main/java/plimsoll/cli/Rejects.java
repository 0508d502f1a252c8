package plimsoll.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import plimsoll.cli.client.Client;
import plimsoll.error.PlimsollException;
import plimsoll.load.RejectText;
import plimsoll.load.RejectedRows;
import plimsoll.model.RejectedRow;

/** The first rows of a log of rejected rows. */
final class Rejects {
  private Rejects() {}

  /** As many as {@code most}, the value marked; a log that cannot be read is no failure. */
  static List<String> first(Client client, String log, int most) {
    List<String> lines = new ArrayList<>();
    try (RejectedRows rows = client.rejects(log)) {
      RejectedRow row = rows.next();
      for (int shown = 0; row != null && shown < most; shown++) {
        lines.addAll(RejectText.lines(row));
        row = rows.next();
      }
    } catch (IOException | PlimsollException e) {
      lines.add("The log of bad rows cannot be shown: " + e.getMessage());
    }
    return lines;
  }
}
