package plimsoll.commit;

import org.jspecify.annotations.Nullable;
import plimsoll.model.LoadRecord;

/**
 * Which records of loads are wanted; what is null does not matter.
 *
 * @param database of that database, which need not exist
 * @param label with exactly that label
 * @param id of that id
 * @param behind behind that place, where what started last comes first
 */
public record LoadFilter(
    @Nullable String database, @Nullable String label, @Nullable Long id, @Nullable Place behind) {
  /** All of them that have these, from the first on. */
  public LoadFilter(@Nullable String database, @Nullable String label, @Nullable Long id) {
    this(database, label, id, null);
  }

  /**
   * The place of a load among others.
   *
   * @param started when it started, in milliseconds
   * @param id of two that started at the same time the larger comes first
   */
  public record Place(long started, long id) {
    /** That of a load. */
    public static Place of(LoadRecord load) {
      return new Place(load.times().started().toEpochMilli(), load.id());
    }

    private boolean isBefore(Place other) {
      return started > other.started || (started == other.started && id > other.id);
    }
  }

  /** The same, behind a load. */
  public LoadFilter behind(LoadRecord load) {
    return new LoadFilter(database, label, id, Place.of(load));
  }

  /** Whether a load is one of them. */
  public boolean admits(LoadRecord load) {
    return (database == null || database.equals(load.database()))
        && (label == null || label.equals(load.label().text()))
        && (id == null || id == load.id())
        && (behind == null || behind.isBefore(Place.of(load)));
  }
}
