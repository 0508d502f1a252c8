package plimsoll.online;

import org.jspecify.annotations.Nullable;
import plimsoll.online.key.IndexKey;

/**
 * Which rows a DELETE removes: those that an index shows at one moment.
 *
 * @param index its position in the table
 * @param key whose rows; null for those of all keys
 * @param from first time, in the index's unit
 * @param to last time
 * @param nowMicros clock by which rows expire, in microseconds since 1970-01-01
 */
public record OnlineDeletion(
    int index, @Nullable IndexKey key, long from, long to, long nowMicros) {
  private static final String VERSION = "1";
  private static final String ALL_KEYS = "-";

  /** As the commit records it: the version, numbers, and the key in digits. */
  public String text() {
    return String.join(
        " ",
        VERSION,
        Integer.toString(index),
        Long.toString(from),
        Long.toString(to),
        Long.toString(nowMicros),
        key == null ? ALL_KEYS : key.digits());
  }

  /** What {@link #text} gave. */
  static OnlineDeletion parse(String text) {
    String[] words = text.split(" ", -1);
    if (words.length != 6 || !words[0].equals(VERSION)) {
      throw new IllegalArgumentException("no deletion: '" + text + "'");
    }
    return new OnlineDeletion(
        Integer.parseInt(words[1]),
        words[5].equals(ALL_KEYS) ? null : IndexKey.ofDigits(words[5]),
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]));
  }
}
