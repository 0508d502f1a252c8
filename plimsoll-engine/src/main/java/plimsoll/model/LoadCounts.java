package plimsoll.model;

/**
 * Every input row is counted once; every leniency is counted too.
 *
 * @param loaded rows written
 * @param filtered bad rows, kept as rejected rows
 * @param unselected rows that {@code WHERE} dropped, or put_if_absent left out
 * @param nulled values that did not convert and became NULL
 * @param sourceBytes bytes read, before decompression
 * @param writtenBytes bytes of staged files
 * @param lenience what was let pass, by kind; a record that was read back tells it in its details
 */
public record LoadCounts(
    long loaded,
    long filtered,
    long unselected,
    long nulled,
    long sourceBytes,
    long writtenBytes,
    Lenience lenience) {
  /** Nothing yet. */
  public static final LoadCounts ZERO = new LoadCounts(0, 0, 0, 0, 0, 0);

  /** Nothing was let pass, or it is not known. */
  public LoadCounts(
      long loaded,
      long filtered,
      long unselected,
      long nulled,
      long sourceBytes,
      long writtenBytes) {
    this(loaded, filtered, unselected, nulled, sourceBytes, writtenBytes, Lenience.NONE);
  }

  /**
   * The same input, of which so many rows less were loaded and so many more left out or deleted.
   */
  LoadCounts changed(long lessLoaded, long moreUnselected) {
    return new LoadCounts(
        loaded - lessLoaded,
        filtered,
        unselected + moreUnselected,
        nulled,
        sourceBytes,
        writtenBytes,
        lenience);
  }

  /** The same input, of which so many rows had expired when they came. */
  public LoadCounts expired(long rows) {
    return new LoadCounts(
        loaded,
        filtered,
        unselected,
        nulled,
        sourceBytes,
        writtenBytes,
        lenience.plus(Lenience.ofExpired(rows)));
  }

  /** loaded + filtered + unselected. */
  public long total() {
    return loaded + filtered + unselected;
  }

  /** Whether {@code filtered / (total - unselected)} is at most {@code maxFilterRatio}. */
  public boolean withinRatio(double maxFilterRatio) {
    long selected = total() - unselected;
    // The quotient is rounded as the ratio was when it was read; a product is not: 0.29 * 100 < 29.
    return selected == 0 || (double) filtered / selected <= maxFilterRatio;
  }
}
