package plimsoll.formats.csv.guess;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;

/** What in the sample speaks against the guess. */
final class Notes {
  private static final int MISFITS_PER_THOUSAND = 20;

  private Notes() {}

  static List<String> of(
      List<String> names,
      List<List<String>> columns,
      List<DataType> types,
      List<List<@Nullable String>> rows,
      List<String> nullWords) {
    List<String> notes = new ArrayList<>();
    if (!nullWords.isEmpty()) {
      notes.add(
          "'" + String.join("', '", nullWords) + "' means NULL; columns of text keep it as it is.");
    }
    for (int i = 0; i < columns.size(); i++) {
      if (types.get(i) == DataType.Scalar.STRING && !columns.get(i).isEmpty()) {
        addMisfits(notes, names.get(i), columns.get(i));
      }
    }
    long odd = rows.stream().filter(row -> row.size() != columns.size()).count();
    if (odd > 0) {
      notes.add(
          String.format(
              Locale.ROOT,
              "%d of %d rows do not have %d fields; a load rejects them.",
              odd,
              rows.size(),
              columns.size()));
    }
    return notes;
  }

  /** A text column that nearly is something else: the odd values may be errors. */
  private static void addMisfits(List<String> notes, String name, List<String> values) {
    int most = values.size() * MISFITS_PER_THOUSAND / 1000;
    DataType nearly = ColumnTypes.most(values, most);
    if (most == 0 || nearly == DataType.Scalar.STRING) {
      return;
    }
    List<String> misfits =
        values.stream().filter(value -> !ColumnTypes.fits(value, nearly)).toList();
    notes.add(
        String.format(
            Locale.ROOT,
            "Column '%s' would be %s but for %d of %d values, first '%s'.",
            name,
            nearly.sql(),
            misfits.size(),
            values.size(),
            misfits.get(0)));
  }
}
