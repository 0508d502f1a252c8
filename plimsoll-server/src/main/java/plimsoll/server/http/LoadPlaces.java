package plimsoll.server.http;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import plimsoll.error.ErrorCode;

/** Lets as many requests load at once as may, and refuses more. */
final class LoadPlaces {
  private final Semaphore places;
  private final int most;

  LoadPlaces(int most) {
    this.places = new Semaphore(most);
    this.most = most;
  }

  /**
   * Loads.
   *
   * @throws plimsoll.error.PlimsollException TOO_MANY_LOADS
   */
  <T> T take(String database, Supplier<T> load) {
    if (!places.tryAcquire()) {
      throw ErrorCode.TOO_MANY_LOADS.with(database, most, most);
    }
    try {
      return load.get();
    } finally {
      places.release();
    }
  }
}
