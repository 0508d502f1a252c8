package plimsoll.server.audit;

import java.io.ByteArrayOutputStream;

/** Lines in their order, until they are written. Safe for many threads. */
final class WaitingLines {
  private static final int MANY_BYTES = 1 << 20;

  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();

  /** What waits after a line was added. */
  enum Waiting {
    /** That line alone. */
    FIRST,
    /** Others too. */
    MORE,
    /** So much that whoever adds must write it. */
    TOO_MANY
  }

  synchronized Waiting add(byte[] line) {
    boolean first = lines.size() == 0;
    lines.writeBytes(line);
    return lines.size() > MANY_BYTES ? Waiting.TOO_MANY : first ? Waiting.FIRST : Waiting.MORE;
  }

  /** Whether there may soon be too many. */
  synchronized boolean areMany() {
    return lines.size() > MANY_BYTES / 2;
  }

  /** All that wait; none does then. */
  synchronized byte[] take() {
    byte[] taken = lines.toByteArray();
    lines.reset();
    return taken;
  }
}
