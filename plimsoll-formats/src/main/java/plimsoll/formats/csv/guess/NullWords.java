package plimsoll.formats.csv.guess;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import plimsoll.model.DataType;
import plimsoll.pipeline.parse.CsvOptions;

/** Finds out which words a file writes for NULL. */
final class NullWords {
  /*
   * A word is taken for NULL only if it keeps a column from being numbers, dates or booleans, and stands
   * in no column that is text: there it may well be a value (NA is Namibia). So no text is lost.
   */
  private static final Set<String> KNOWN =
      Set.of("NULL", "null", "Null", "\\N", "NA", "N/A", "n/a", "#N/A", "None", "nil", "-", "?");

  private NullWords() {}

  /**
   * Adds the words to the options and takes them out of the values; options that name a marker stay
   * as they are.
   */
  static CsvOptions add(CsvOptions options, List<List<String>> columns) {
    Set<String> found = new TreeSet<>();
    Set<String> texts = new TreeSet<>();
    if (!options.nullMarkers().isEmpty()) {
      return options;
    }
    for (List<String> values : columns) {
      List<String> rest = values.stream().filter(value -> !KNOWN.contains(value)).toList();
      boolean narrow =
          rest.size() < values.size() && ColumnTypes.of(rest) != DataType.Scalar.STRING;
      Set<String> into = narrow ? found : texts;
      values.stream().filter(KNOWN::contains).forEach(into::add);
    }
    found.removeAll(texts);
    for (List<String> values : columns) {
      values.removeIf(found::contains);
    }
    return found.isEmpty()
        ? options
        : options.toBuilder().nullMarkers(new ArrayList<>(found)).build();
  }
}
