package plimsoll.model;

/**
 * Where the rows of a load go.
 *
 * @param offline whether into the table's files
 * @param online whether into its rows by key and time
 * @param putIfAbsent whether rows that are there already, equal in all columns at the same key and
 *     time, are left out; only for rows that go nowhere else
 */
public record Target(boolean offline, boolean online, boolean putIfAbsent) {
  /** Files. */
  public static final Target OFFLINE = new Target(true, false, false);

  /** Rows by key and time. */
  public static final Target ONLINE = new Target(false, true, false);

  /** Both, in one commit. */
  public static final Target BOTH = new Target(true, true, false);

  /** Rows by key and time that are not there yet. */
  public static final Target ONLINE_IF_ABSENT = new Target(false, true, true);
}
