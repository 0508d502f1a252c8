package plimsoll.formats.csv.guess;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import plimsoll.model.DataType;

/** Whether the first row names the columns, and the names that columns get. */
final class HeaderGuess {
  static final double SURE = 1;
  static final double BY_LOOKS = 0.7;
  private static final String NAME = "[\\p{L}_][\\p{L}\\p{M}\\p{Nd}_ .()/#%-]*";

  private HeaderGuess() {}

  /**
   * How sure it is that the first row is a header; negative, how sure that it is not. Names differ
   * from values: they are words, all different, and nothing of a narrower type.
   *
   * @param columns the values below
   */
  static double of(List<String> first, List<List<Cell>> columns) {
    boolean words =
        first.stream()
            .allMatch(
                field -> ColumnTypes.of(List.of(new Cell(1, field))) == DataType.Scalar.STRING);
    if (!words || first.stream().allMatch(String::isBlank)) {
      return -SURE;
    }
    if (overNumbers(first, columns)) {
      return SURE;
    }
    boolean names =
        fault(first).isEmpty() && first.stream().allMatch(field -> field.strip().matches(NAME));
    return names ? BY_LOOKS : -BY_LOOKS;
  }

  /** Whether some word stands over a column of a narrower type: then it is no value of it. */
  private static boolean overNumbers(List<String> first, List<List<Cell>> columns) {
    for (int i = 0; i < Math.min(first.size(), columns.size()); i++) {
      boolean typed = NullWords.typeWithout(columns.get(i)) != DataType.Scalar.STRING;
      if (typed && !first.get(i).isBlank() && !NullWords.isOne(first.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** What keeps a load from going by these names: one is empty, or there twice. */
  static Optional<String> fault(List<String> header) {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      String name = header.get(i).strip();
      if (name.isEmpty()) {
        return Optional.of("Field " + (i + 1) + " of the header has no name.");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        return Optional.of("The header names column '" + name + "' twice.");
      }
    }
    return Optional.empty();
  }

  /** Names of letters, digits and {@code _}, all different: SQL takes most scripts' unquoted. */
  static List<String> plain(List<String> header) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < header.size(); i++) {
      String name = plain(header.get(i), i);
      while (!taken.add(name.toLowerCase(Locale.ROOT))) {
        name += "_" + (i + 1);
      }
      names.add(name);
    }
    return names;
  }

  /** Letters and digits of any script stay. */
  private static String plain(String header, int index) {
    String name =
        header.strip().replaceAll("[^\\p{L}\\p{M}\\p{Nd}_]+", "_").replaceAll("^_+|_+$", "");
    if (name.isEmpty()) {
      return "c" + (index + 1);
    }
    return Character.isDigit(name.charAt(0)) ? "c_" + name : name;
  }
}
