package plimsoll.storage;

import java.time.Instant;

/**
 * What stands under a name, links not followed.
 *
 * @param kind what it is
 * @param length bytes of a file
 * @param modified when its bytes changed last, as exactly as the storage knows
 * @param identity the same for all names of one file, and another for each other file that is there
 *     at the time
 */
public record FileEntry(Kind kind, long length, Instant modified, String identity) {
  /** Kinds of things that have names. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK,
    /** A device, a pipe and the like. */
    OTHER
  }
}
