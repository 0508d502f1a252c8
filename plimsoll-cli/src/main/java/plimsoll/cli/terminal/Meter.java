package plimsoll.cli.terminal;

/** How far a load is. Any thread may look; figures only grow. */
public interface Meter {
  /** Raw bytes read, or sent to the server. */
  long bytes();

  /** Raw bytes in all, -1 if not known. */
  long totalBytes();

  /** Rows written; -1 if only the server knows. */
  long rows();

  /** Rows filtered; -1 if only the server knows. */
  long filtered();
}
