package plimsoll.formats.csv.guess;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import plimsoll.model.DataType;

/** Finds out which words a column uses for NULL. */
final class NullWords {
  /*
   * A word is taken for NULL if it keeps a column from being numbers, dates or booleans, and then in that
   * column only. In text it stays what it says, in the sample and behind it: NA is Namibia. The empty
   * word is a quoted field without text; one without quotes is NULL already.
   */
  private static final Set<String> KNOWN =
      Set.of(
          "", "NULL", "null", "Null", "\\N", "NA", "N/A", "n/a", "#N/A", "None", "none", "nil", "-",
          "--", "?", ".");

  private NullWords() {}

  /** The words of a column that is no text without them; empty if there are none. */
  static Set<String> of(List<Cell> values) {
    return of(KNOWN, values);
  }

  /** As above, of some words. */
  static Set<String> of(Collection<String> words, List<Cell> values) {
    Set<String> there = new TreeSet<>();
    values.stream().map(Cell::text).filter(words::contains).forEach(there::add);
    return there.isEmpty() || ColumnTypes.of(without(there, values)) == DataType.Scalar.STRING
        ? Set.of()
        : there;
  }

  static List<Cell> without(Set<String> words, List<Cell> values) {
    return words.isEmpty()
        ? values
        : values.stream().filter(value -> !words.contains(value.text())).toList();
  }

  /** Whether a text is known as a word for NULL. */
  static boolean isOne(String text) {
    return KNOWN.contains(text);
  }

  /** The type of a column once words for NULL are out. */
  static DataType typeWithout(List<Cell> values) {
    return ColumnTypes.of(without(KNOWN, values));
  }
}
