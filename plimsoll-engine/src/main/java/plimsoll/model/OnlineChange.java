package plimsoll.model;

import java.util.UUID;

/**
 * What a commit decided to do to the online side of a table. It is kept with the commit until it is
 * done there, and done in the order of numbers.
 *
 * @param number from 1, given by the metastore in the commit; 0 before that
 * @param table which table; it may be gone by now
 * @param kind what
 * @param loadId the load that becomes visible by it; 0 if none does
 * @param text the rest, in words of the online store
 */
public record OnlineChange(long number, UUID table, Kind kind, long loadId, String text) {
  /** What happens to the rows. */
  public enum Kind {
    /** Those of a load come. */
    LOAD,
    /** Some go. */
    DELETE,
    /** All go. */
    TRUNCATE,
    /** The table goes. */
    DROP
  }

  /** A change that has no number yet. */
  public static OnlineChange of(UUID table, Kind kind, long loadId, String text) {
    return new OnlineChange(0, table, kind, loadId, text);
  }

  /** This change as the metastore keeps it. */
  public OnlineChange numbered(long given) {
    return new OnlineChange(given, table, kind, loadId, text);
  }
}
