package plimsoll.commit;

import org.jspecify.annotations.Nullable;
import plimsoll.model.LoadRecord;

/**
 * Which records of loads are wanted; what is null does not matter.
 *
 * @param database of that database, which need not exist
 * @param label with exactly that label
 * @param id of that id
 */
public record LoadFilter(@Nullable String database, @Nullable String label, @Nullable Long id) {
  /** Whether a load is one of them. */
  public boolean admits(LoadRecord load) {
    return (database == null || database.equals(load.database()))
        && (label == null || label.equals(load.label().text()))
        && (id == null || id == load.id());
  }
}
