package plimsoll.model;

import java.util.List;
import java.util.Locale;
import plimsoll.error.ErrorCode;

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

  /** Its word, put_if_absent aside. */
  public String word() {
    return !online ? "offline" : offline ? "both" : "online";
  }

  /** Words that name one. */
  public static final List<String> WORDS = List.of("offline", "online", "both");

  /**
   * What options say.
   *
   * @param word one of {@link #WORDS}, in any case
   * @throws plimsoll.error.PlimsollException BAD_OPTION
   */
  public static Target of(String word, boolean putIfAbsent) {
    Target target =
        switch (word.toLowerCase(Locale.ROOT)) {
          case "offline" -> OFFLINE;
          case "online" -> ONLINE;
          case "both" -> BOTH;
          default ->
              throw ErrorCode.BAD_OPTION.with(
                  "target is '" + word + "', must be " + String.join(", ", WORDS) + ".");
        };
    if (putIfAbsent && !target.equals(ONLINE)) {
      throw ErrorCode.BAD_OPTION.with(
          "put_if_absent asks which rows are there by key and time: it is for target 'online' alone.");
    }
    return putIfAbsent ? ONLINE_IF_ABSENT : target;
  }
}
