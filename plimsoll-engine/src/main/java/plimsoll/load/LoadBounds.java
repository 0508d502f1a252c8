package plimsoll.load;

import java.time.Duration;
import plimsoll.model.Quality;

/**
 * What a load may take, and what it bears before it fails.
 *
 * @param timeout from start to visible
 * @param maxFilterRatio tolerated share of bad rows, 0 to 1
 * @param maxErrors more bad rows than that stop the load at once; {@link #ANY} for no such limit
 * @param emptyIsError whether a load without a single loaded row fails
 * @param memoryBytes what its writers together may hold; {@link #ANY} for no limit of its own
 * @param keptRejects how many of its bad rows can be read later, all of them being counted; {@link
 *     #ANY} for all
 * @param workers most workers that it has at a time; {@link #ANY} for as many as the server gives
 */
public record LoadBounds(
    Duration timeout,
    double maxFilterRatio,
    long maxErrors,
    boolean emptyIsError,
    long memoryBytes,
    long keptRejects,
    int workers) {
  /** No limit. */
  public static final int ANY = -1;

  /** Bears no bad row, may load none, and takes what memory there is. */
  public static LoadBounds within(Duration timeout) {
    return new LoadBounds(timeout, 0, ANY, false, ANY, ANY, ANY);
  }

  /** These, bearing that share of bad rows. */
  public LoadBounds bearing(double ratio) {
    return new LoadBounds(
        timeout, ratio, maxErrors, emptyIsError, memoryBytes, keptRejects, workers);
  }

  /** These, bearing and keeping as many bad rows as that says. */
  public LoadBounds bearing(Quality quality) {
    return new LoadBounds(
        timeout,
        quality.maxFilterRatio(),
        quality.maxErrors(),
        emptyIsError,
        memoryBytes,
        quality.keptRejects(),
        workers);
  }

  /** These; or as well: a load without a loaded row fails. */
  public LoadBounds refusingEmpty(boolean refuse) {
    return new LoadBounds(
        timeout, maxFilterRatio, maxErrors, refuse, memoryBytes, keptRejects, workers);
  }

  /** These, with that much memory. */
  public LoadBounds holding(long bytes) {
    return new LoadBounds(
        timeout, maxFilterRatio, maxErrors, emptyIsError, bytes, keptRejects, workers);
  }

  /** These, keeping that many bad rows. */
  public LoadBounds keepingRejects(long rows) {
    return new LoadBounds(
        timeout, maxFilterRatio, maxErrors, emptyIsError, memoryBytes, rows, workers);
  }

  /** These, with that many workers at most. */
  public LoadBounds sharedBy(int most) {
    return new LoadBounds(
        timeout, maxFilterRatio, maxErrors, emptyIsError, memoryBytes, keptRejects, most);
  }
}
