package plimsoll.load;

import java.util.List;
import plimsoll.error.ErrorCode;
import plimsoll.model.RejectedRow;

/**
 * Bad rows of one kind: the same error in the same column. Where types are guesses a row is in the
 * group of each column that one of its values does not fit.
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
