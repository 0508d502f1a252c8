package plimsoll.server.session;

import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.PlimsollException;

/** Rows read once from front to back by one thread; any thread may cancel. */
public interface RowCursor extends AutoCloseable {
  /**
   * The next row, or null at the end. Values as {@link plimsoll.query.QueryResult#next} gives them.
   */
  @Nullable Object @Nullable [] next();

  /** Makes {@link #next} fail with that reason, also while it waits. */
  default void cancel(PlimsollException reason) {}

  /** Throws the reason if it was cancelled or took too long, also when all rows were read. */
  default void checkStopped() {}

  /** Rows of the tables that are read, before any filter; -1 if not known. */
  default long scanRows() {
    return 0;
  }

  /** Bytes of their files, -1 if not known. */
  default long scanBytes() {
    return 0;
  }

  @Override
  default void close() {}

  /** Rows that are there already. */
  static RowCursor of(List<@Nullable Object[]> rows) {
    Iterator<@Nullable Object[]> left = rows.iterator();
    return () -> left.hasNext() ? left.next() : null;
  }
}
