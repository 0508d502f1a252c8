package plimsoll.formats.parquet;

import java.nio.charset.StandardCharsets;
import plimsoll.model.Column;
import plimsoll.model.Fault;
import plimsoll.model.Vector;

/**
 * Brings values of a file's column into the vector of a table's column. One instance per column and
 * worker. {@link Conversions} chooses it.
 */
abstract class Conversion {
  final SourceType from;
  final Column column;

  Conversion(SourceType from, Column column) {
    this.from = from;
    this.column = column;
  }

  /**
   * Fills slots 0 to {@code rows}; NULLs have been set already.
   *
   * @param failed gets the rows whose value does not fit, ascending
   * @return how many
   */
  abstract int convert(RawColumn raw, int rows, Vector out, int[] failed);

  /**
   * Whether the values that do not fail lie in the file's pages bit by bit as in those of a table,
   * if both have the same physical type.
   */
  boolean keepsBits() {
    return false;
  }

  /**
   * Whether a dictionary has only entries that a table may have: readers look at those too that no
   * row names.
   */
  boolean takesAll(Dictionary entries) {
    return true;
  }

  /** Whether a row that failed is bad whatever the policy for bad values. */
  boolean isBadRow(RawColumn raw, int row) {
    return false;
  }

  /** What is wrong with the value of a row that failed. */
  Fault fault(RawColumn raw, int row) {
    String text = ValueText.of(from, raw, row);
    return Fault.badValue(column, text.getBytes(StandardCharsets.UTF_8));
  }
}
