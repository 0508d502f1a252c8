package plimsoll.formats.csv.guess;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import plimsoll.model.DataType;
import plimsoll.pipeline.parse.CsvOptions;

/** Finds out which words a file writes for NULL. */
final class NullWords {
  /*
   * A word is taken for NULL if it keeps a column from being numbers, dates or booleans, and then in such
   * columns only. In text it stays what it says, in the sample and behind it: NA is Namibia.
   */
  private static final Set<String> KNOWN =
      Set.of("NULL", "null", "Null", "\\N", "NA", "N/A", "n/a", "#N/A", "None", "nil", "-", "?");

  private NullWords() {}

  /**
   * Adds the words to the options and takes them out of the values; options that name a marker stay
   * as they are.
   */
  static CsvOptions add(CsvOptions options, List<List<String>> columns) {
    if (!options.nullMarkers().isEmpty() || !options.nullWords().isEmpty()) {
      columns.forEach(values -> takeOut(options.nullWords(), values));
      return options;
    }
    Set<String> found = new TreeSet<>();
    columns.forEach(values -> found.addAll(takeOut(KNOWN, values)));
    return found.isEmpty() ? options : options.toBuilder().nullWords(List.copyOf(found)).build();
  }

  /** Takes the words out of a column that is no text without them; which were there. */
  private static Set<String> takeOut(Collection<String> words, List<String> values) {
    Set<String> there = new TreeSet<>(values);
    there.retainAll(words);
    if (there.isEmpty()) {
      return there;
    }
    List<String> rest = values.stream().filter(value -> !there.contains(value)).toList();
    if (ColumnTypes.of(rest) == DataType.Scalar.STRING) {
      return Set.of();
    }
    values.removeAll(there);
    return there;
  }

  /** Whether a text is known as a word for NULL. */
  static boolean isOne(String text) {
    return KNOWN.contains(text);
  }

  /** The type of a column once words for NULL are out. */
  static DataType typeWithout(List<String> values) {
    return ColumnTypes.of(values.stream().filter(value -> !isOne(value)).toList());
  }
}
