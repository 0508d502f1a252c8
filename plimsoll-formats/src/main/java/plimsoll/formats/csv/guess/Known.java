package plimsoll.formats.csv.guess;

import java.util.List;
import java.util.Map;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * What of a file need not be guessed, because its user said it.
 *
 * @param separator the separator
 * @param lineEnd what ends a row
 * @param quotes quoting byte and escape
 * @param header whether there is a header
 * @param skip how many rows to skip
 * @param trim whether blanks around fields go
 * @param nullWords words that mean NULL in single columns, by the column's name or its number from
 *     1
 * @param types which types the columns have; these are STRING in the guess then
 */
public record Known(
    boolean separator,
    boolean lineEnd,
    boolean quotes,
    boolean header,
    boolean skip,
    boolean trim,
    Map<String, List<String>> nullWords,
    boolean types) {
  /** Nothing is known. */
  public static final Known NOTHING =
      new Known(false, false, false, false, false, false, Map.of(), false);

  /** Copies the map. */
  public Known {
    nullWords = Map.copyOf(nullWords);
  }

  /** Whether words for NULL are to be guessed: unless the user named what means NULL. */
  boolean guessesNullWords(CsvOptions base) {
    return base.nullMarkers().isEmpty() && base.nullWords().isEmpty() && nullWords.isEmpty();
  }

  /** The same, and the types of the columns, as the table that is loaded has them. */
  public Known withTypes() {
    return new Known(separator, lineEnd, quotes, header, skip, trim, nullWords, true);
  }
}
