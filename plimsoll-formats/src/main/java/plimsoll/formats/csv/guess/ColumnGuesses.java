package plimsoll.formats.csv.guess;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.guess.ColumnGuess.Contradiction;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.pipeline.parse.CsvOptions;

/** Looks at the columns of one file, one after the other. */
final class ColumnGuesses {
  private static final int MISFITS_PER_THOUSAND = 20;
  private static final int MOST_SHOWN = 5;

  private final CsvOptions base;
  private final Known known;
  private final boolean whole;
  private final List<String> notes = new ArrayList<>();
  private final Set<String> unused;

  /**
   * Columns of a file.
   *
   * @param whole whether all of its values are looked at
   */
  ColumnGuesses(CsvOptions base, Known known, boolean whole) {
    this.base = base;
    this.known = known;
    this.whole = whole;
    unused = new HashSet<>(known.nullWords().keySet());
  }

  /** What should be known of the columns so far. */
  List<String> notes() {
    return notes;
  }

  /** Refuses words for NULL of a column that is not there. */
  void requireAllKnown() {
    for (String column : unused) {
      throw ErrorCode.BAD_OPTION.with(
          "The file has no column '" + column + "' to look for NULL in.");
    }
  }

  /**
   * Looks at a column.
   *
   * @param written its name in the header, empty without one
   */
  ColumnGuess column(int index, String name, String written, List<Cell> values) {
    List<String> given = given(index, name, written);
    if (known.types() && !known.guessesNullWords(base)) {
      return untyped(name, values, given);
    }
    Set<String> words =
        known.guessesNullWords(base) ? NullWords.of(values) : NullWords.of(given, values);
    if (known.types() && !(Codes.isName(written) && !words.isEmpty())) {
      return untyped(name, values, List.copyOf(words));
    }
    Set<String> out = new HashSet<>(words);
    out.addAll(NullWords.of(base.nullWords(), values));
    List<Cell> rest = NullWords.without(out, values);
    DataType type = ColumnTypes.of(rest);
    boolean isCode = isNumber(type) && Codes.isName(written);
    if (known.types()) {
      return untyped(name, values, isCode ? given : List.copyOf(words));
    }
    if (isCode) {
      notes.add(
          "Column '" + name + "' holds digits only, but is called like a code: it stays text.");
      return new ColumnGuess(name, Scalar.STRING, 1, values.size(), given, null, null);
    }
    DateForms.note(name, type, rest).ifPresent(notes::add);
    return new ColumnGuess(
        name,
        type,
        confidence(rest.size()),
        rest.size(),
        known.guessesNullWords(base) ? List.copyOf(words) : given,
        DateForms.of(type, rest).orElse(null),
        type == Scalar.STRING ? contradiction(rest) : null);
  }

  private static ColumnGuess untyped(String name, List<Cell> values, List<String> nullWords) {
    return new ColumnGuess(name, Scalar.STRING, 1, values.size(), nullWords, null, null);
  }

  private static boolean isNumber(DataType type) {
    return type == Scalar.INT || type == Scalar.BIGINT;
  }

  private List<String> given(int index, String name, String written) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<String, List<String>> each : known.nullWords().entrySet()) {
      String column = each.getKey();
      if (column.equals(Integer.toString(index + 1))
          || column.equalsIgnoreCase(name)
          || column.equalsIgnoreCase(written.strip())) {
        unused.remove(column);
        words.addAll(each.getValue());
      }
    }
    return words;
  }

  /** By the rule of succession: after n values of a kind, the next is of it too. */
  private double confidence(int values) {
    return whole ? 1 : (values + 1.0) / (values + 2.0);
  }

  /** A text column that nearly is something else. */
  private static @Nullable Contradiction contradiction(List<Cell> values) {
    int most = values.size() * MISFITS_PER_THOUSAND / 1000;
    DataType nearly = most == 0 ? Scalar.STRING : ColumnTypes.most(values, most);
    if (nearly == Scalar.STRING) {
      return null;
    }
    ColumnTypes.Fit fit = new ColumnTypes.Fit(nearly);
    List<Cell> misfits = values.stream().filter(value -> !fit.test(value.text())).toList();
    return new Contradiction(
        nearly, misfits.size(), misfits.subList(0, Math.min(MOST_SHOWN, misfits.size())));
  }
}
