package plimsoll.formats.csv.guess;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;

/**
 * One column.
 *
 * @param name a name that SQL takes unquoted
 * @param type the narrowest that holds all values seen as they are written
 * @param confidence 0 to 1, that it holds those not seen too; 1 if all were seen
 * @param values how many were seen that are not NULL
 * @param nullWords what means NULL in it, beside the empty field
 * @param dates how its dates are written, null if they are none
 * @param contradiction what keeps it from a narrower type, null if nothing does
 */
public record ColumnGuess(
    String name,
    DataType type,
    double confidence,
    int values,
    List<String> nullWords,
    @Nullable String dates,
    @Nullable Contradiction contradiction) {
  /** Copies the list. */
  public ColumnGuess {
    nullWords = List.copyOf(nullWords);
  }

  /**
   * A few values without which the column would have a narrower type: perhaps they are errors.
   *
   * @param nearly that type
   * @param count how many
   * @param first the first of them
   */
  public record Contradiction(DataType nearly, long count, List<Cell> first) {
    /** Copies the list. */
    public Contradiction {
      first = List.copyOf(first);
    }
  }
}
