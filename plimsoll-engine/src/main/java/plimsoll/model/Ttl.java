package plimsoll.model;

import java.util.concurrent.TimeUnit;
import plimsoll.error.ErrorCode;

/**
 * When rows of an index expire. Once expired, a row is gone for ever.
 *
 * @param kind how age and place decide
 * @param minutes rows older than that are old; 0 for never
 * @param newest rows of a key behind so many newer ones are beyond it; 0 for never
 */
public record Ttl(Kind kind, long minutes, int newest) {
  /** The longest time that may be declared: 30 years. */
  public static final long MOST_MINUTES = 15_768_000;

  /** The most rows of a key that may be declared. */
  public static final int MOST_NEWEST = 1000;

  /** Rows stay. */
  public static final Ttl NONE = new Ttl(Kind.ABSOLUTE, 0, 0);

  /** How age and place decide. */
  public enum Kind {
    /** A row expires when it is old. */
    ABSOLUTE,
    /** A row expires when it is beyond the newest ones of its key. */
    LATEST,
    /** Only when it is both. */
    ABSANDLAT,
    /** When it is either. */
    ABSORLAT
  }

  /** Checks the ranges. */
  public Ttl {
    if (minutes < 0 || minutes > MOST_MINUTES) {
      throw ErrorCode.BAD_OPTION.with(
          "TTL is " + minutes + " minutes, must be 0 (no expiry) to " + MOST_MINUTES + ".");
    }
    if (newest < 0 || newest > MOST_NEWEST) {
      throw ErrorCode.BAD_OPTION.with(
          "TTL is " + newest + " rows of a key, must be 0 (no expiry) to " + MOST_NEWEST + ".");
    }
  }

  /** Expiry by age; a part of a minute counts as a whole one. */
  public static Ttl absolute(long amount, TimeUnit unit) {
    long seconds = unit.toSeconds(amount);
    return new Ttl(Kind.ABSOLUTE, seconds / 60 + (seconds % 60 == 0 ? 0 : 1), 0);
  }

  /** Expiry by place. */
  public static Ttl latest(int newest) {
    return new Ttl(Kind.LATEST, 0, newest);
  }

  /** Whether the age of a row can matter. */
  public boolean looksAtAge() {
    return minutes > 0
        && switch (kind) {
          case ABSOLUTE, ABSORLAT -> true;
          case LATEST -> false;
          case ABSANDLAT -> newest > 0;
        };
  }

  /** Whether the place of a row among those of its key can matter. */
  public boolean looksAtPlace() {
    return newest > 0
        && switch (kind) {
          case LATEST, ABSORLAT -> true;
          case ABSOLUTE -> false;
          case ABSANDLAT -> minutes > 0;
        };
  }

  /** Whether age alone is enough. */
  public boolean expiresByAge() {
    return looksAtAge() && kind != Kind.ABSANDLAT;
  }

  /**
   * Whether a row has expired.
   *
   * @param old whether it is older than {@link #minutes}
   * @param place how many rows of its key are newer
   */
  public boolean isExpired(boolean old, long place) {
    boolean byAge = looksAtAge() && old;
    boolean byPlace = looksAtPlace() && place >= newest;
    return kind == Kind.ABSANDLAT ? byAge && byPlace : byAge || byPlace;
  }
}
