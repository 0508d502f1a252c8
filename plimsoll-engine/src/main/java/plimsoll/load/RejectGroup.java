package plimsoll.load;

import java.util.List;
import plimsoll.error.ErrorCode;
import plimsoll.model.RejectedRow;

/**
 * Bad rows of one kind: the same error in the same column.
 *
 * @param column name, empty where the whole row is bad
 * @param error kind of failure
 * @param count how many rows
 * @param first the first of them, in input order
 */
public record RejectGroup(String column, ErrorCode error, long count, List<RejectedRow> first) {
  /** Copies the list. */
  public RejectGroup {
    first = List.copyOf(first);
  }
}
