package plimsoll.server.http;

import java.util.Optional;
import plimsoll.model.Table;

/** How much a table holds now. */
@FunctionalInterface
public interface TableSizes {
  /** Sizes by the table's current metadata; empty if they cannot be told. */
  Optional<Size> of(Table table);

  /**
   * A table's size.
   *
   * @param rows rows
   * @param bytes bytes of its files
   */
  record Size(long rows, long bytes) {}
}
