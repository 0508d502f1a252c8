package plimsoll.online.compare;

import org.jspecify.annotations.Nullable;

/**
 * Keys from one on and before the next range's, with what both sides hold of them.
 *
 * <p>A checksum is the sum of the rows' hashes, so neither the order of rows nor their files
 * matter. It is of 64 bits: that ranges of equal counts differ and are not seen to is one case in
 * 2<sup>64</sup>.
 */
public final class KeyRange {
  private final byte[] start;
  private final @Nullable String firstKey;
  private long onlineRows;
  private long onlineSum;
  private long offlineRows;
  private long offlineSum;
  private long fileRows;

  /**
   * No rows.
   *
   * @param start bytes of its first key; none for all keys before the second range
   * @param firstKey that key as text; null there
   */
  KeyRange(byte[] start, @Nullable String firstKey) {
    this.start = start;
    this.firstKey = firstKey;
  }

  void addOnline(long hash) {
    onlineRows++;
    onlineSum += hash;
  }

  void addOffline(long hash) {
    offlineRows++;
    offlineSum += hash;
  }

  /** A row lies in the files, whether it is shown or not. */
  void countFileRow() {
    fileRows++;
  }

  /** Takes in the online rows of the range behind it. */
  void extend(KeyRange next) {
    onlineRows += next.onlineRows;
    onlineSum += next.onlineSum;
  }

  byte[] start() {
    return start;
  }

  /** Its first key as text; null if it begins before all. */
  public @Nullable String firstKey() {
    return firstKey;
  }

  /** Rows of the online side. */
  public long onlineRows() {
    return onlineRows;
  }

  /** Rows of the files that the online side would show. */
  public long offlineRows() {
    return offlineRows;
  }

  /** Rows of the files, with those that the online side would not show. */
  long fileRows() {
    return fileRows;
  }

  /** Whether both sides hold other rows. */
  public boolean differs() {
    return onlineRows != offlineRows || onlineSum != offlineSum;
  }
}
