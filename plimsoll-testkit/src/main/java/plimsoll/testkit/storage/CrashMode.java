package plimsoll.testkit.storage;

/** What a disk keeps of unsynced bytes and names when the power goes. */
public enum CrashMode {
  /** Nothing: the least a disk may keep. */
  LOSE_UNSYNCED,
  /** Any part: each name by itself, each file's tail up to any length. */
  KEEP_SOME,
  /** Any part, and the last block that was kept of a tail is zeros. */
  TEAR_TAILS,
  /** Everything: only the process died. */
  KEEP_ALL
}
