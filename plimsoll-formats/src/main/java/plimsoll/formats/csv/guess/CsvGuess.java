package plimsoll.formats.csv.guess;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.CsvSample;
import plimsoll.formats.csv.TextCheck;
import plimsoll.model.DataType;
import plimsoll.pipeline.parse.CsvOptions;

/**
 * What the start of a CSV file looks like.
 *
 * @param csv how to read it; the header is {@code BY_NAME} or {@code NONE}, its names go to {@code
 *     names}
 * @param names one name per field that SQL takes unquoted: from the header, or {@code c1, c2, ...}
 * @param header the header's own words, null if there is none
 * @param types one type per field, as wide as the values seen ask for
 * @param rows data rows looked at
 * @param notes what speaks against the guess, a sentence each: columns that a few values keep from
 *     a narrower type, rows of another width
 */
public record CsvGuess(
    CsvOptions csv,
    List<String> names,
    @Nullable List<String> header,
    List<DataType> types,
    int rows,
    List<String> notes) {
  private static final byte[] SEPARATORS = {',', '\t', ';', '|'};
  private static final double MOST_ODD_ROWS = 0.05;
  private static final int MOST_ROWS = 20_000;

  /** Copies the lists. */
  public CsvGuess {
    names = List.copyOf(names);
    types = List.copyOf(types);
    notes = List.copyOf(notes);
  }

  /**
   * Guesses.
   *
   * @param name what messages call the input
   * @param data its first bytes, unpacked
   * @param whole whether that is all of it
   * @param base options that hold for what is not guessed
   * @param separatorKnown the separator of {@code base} is right
   * @param headerKnown the header of {@code base} is right
   * @throws plimsoll.error.PlimsollException NOT_TEXT for bytes that are no text, NOTHING_LOADED
   *     for none at all
   */
  public static CsvGuess of(
      String name,
      byte[] data,
      boolean whole,
      CsvOptions base,
      boolean separatorKnown,
      boolean headerKnown) {
    requireText(name, data);
    CsvOptions csv = separatorKnown ? base : withSeparator(base, data, whole);
    List<List<@Nullable String>> rows = CsvSample.rows(data, whole, csv, MOST_ROWS);
    if (rows.isEmpty()) {
      throw ErrorCode.NOTHING_LOADED.reported(
          "'" + name + "' has no rows: " + ErrorCode.NOTHING_LOADED.text());
    }
    int width = rows.stream().mapToInt(List::size).max().orElse(1);
    boolean hasHeader =
        headerKnown ? csv.header() != CsvOptions.Header.NONE : looksLikeHeader(rows);
    List<String> header = hasHeader ? words(rows.get(0)) : null;
    List<List<@Nullable String>> values = hasHeader ? rows.subList(1, rows.size()) : rows;
    List<List<String>> columns = columns(values, header == null ? width : header.size());
    List<String> names = names(header, columns.size());
    csv = NullWords.add(csv, columns);
    List<DataType> types = columns.stream().map(ColumnTypes::of).toList();
    CsvOptions.Header kind = hasHeader ? CsvOptions.Header.BY_NAME : CsvOptions.Header.NONE;
    return new CsvGuess(
        headerKnown ? csv : csv.toBuilder().header(kind).build(),
        names,
        header,
        types,
        values.size(),
        Notes.of(names, columns, types, values, csv.nullWords()));
  }

  private static List<String> words(List<@Nullable String> row) {
    return row.stream().map(field -> field == null ? "" : field).toList();
  }

  private static void requireText(String name, byte[] data) {
    for (byte b : data) {
      if (b == 0) {
        throw ErrorCode.NOT_TEXT.with(
            "'" + name + "' is not text: it has bytes that are zero." + TextCheck.hint(data));
      }
    }
  }

  /** The separator that cuts most rows into one same number of fields, and more than one. */
  private static CsvOptions withSeparator(CsvOptions base, byte[] data, boolean whole) {
    CsvOptions best = base;
    int bestWidth = 1;
    for (byte separator : SEPARATORS) {
      CsvOptions csv = base.toBuilder().separator(new byte[] {separator}).build();
      List<List<@Nullable String>> rows = CsvSample.rows(data, whole, csv, MOST_ROWS);
      if (!rows.isEmpty()) {
        int width = rows.get(0).size();
        long odd = rows.stream().filter(row -> row.size() != width).count();
        if (width > bestWidth && odd <= rows.size() * MOST_ODD_ROWS) {
          best = csv;
          bestWidth = width;
        }
      }
    }
    return best;
  }

  /** Names differ from values: they are words, all different, and nothing of a narrower type. */
  private static boolean looksLikeHeader(List<List<@Nullable String>> rows) {
    List<String> first = words(rows.get(0));
    boolean words =
        first.stream().allMatch(field -> ColumnTypes.of(List.of(field)) == DataType.Scalar.STRING);
    if (!words || first.stream().allMatch(String::isBlank)) {
      return false;
    }
    return overNumbers(first, rows.subList(1, rows.size()))
        || (fault(first).isEmpty()
            && first.stream()
                .allMatch(field -> field.strip().matches("[\\p{L}_][\\p{L}\\d_ .-]*")));
  }

  /** Whether some word stands over a column of a narrower type: then it is no value of it. */
  private static boolean overNumbers(List<String> first, List<List<@Nullable String>> rows) {
    List<List<String>> columns = columns(rows, first.size());
    for (int i = 0; i < columns.size(); i++) {
      boolean typed = NullWords.typeWithout(columns.get(i)) != DataType.Scalar.STRING;
      if (typed && !first.get(i).isBlank() && !NullWords.isOne(first.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** What keeps a load from going by these names: one is empty, or there twice. */
  private static Optional<String> fault(List<String> header) {
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

  /** What keeps a load from going by the header, as a sentence. */
  public Optional<String> headerFault() {
    return header == null ? Optional.empty() : fault(header);
  }

  /** For each name in the header the name of its column, where these differ. */
  public Map<String, String> columnOf(List<String> columns) {
    Map<String, String> of = new HashMap<>();
    for (int i = 0; header != null && i < header.size(); i++) {
      if (!header.get(i).strip().equals(columns.get(i))) {
        of.put(header.get(i).strip(), columns.get(i));
      }
    }
    return of;
  }

  /** The values of each column that are not NULL. */
  private static List<List<String>> columns(List<List<@Nullable String>> rows, int width) {
    List<List<String>> columns = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      List<String> values = new ArrayList<>();
      for (List<@Nullable String> row : rows) {
        String value = column < row.size() ? row.get(column) : null;
        if (value != null) {
          values.add(value);
        }
      }
      columns.add(values);
    }
    return columns;
  }

  private static List<String> names(@Nullable List<String> header, int width) {
    List<String> names = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < width; i++) {
      String name = header == null ? "c" + (i + 1) : plain(header.get(i), i);
      while (!taken.add(name.toLowerCase(Locale.ROOT))) {
        name += "_" + (i + 1);
      }
      names.add(name);
    }
    return names;
  }

  private static String plain(String header, int index) {
    String name = header.strip().replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("^_+|_+$", "");
    if (name.isEmpty()) {
      return "c" + (index + 1);
    }
    return Character.isDigit(name.charAt(0)) ? "c_" + name : name;
  }

  /** Whether the names are the header's own, so that a load can go by the header. */
  public boolean keepsHeader() {
    return names.equals(header);
  }

  /** The separator as text. */
  public String separator() {
    return new String(csv.separator(), StandardCharsets.UTF_8);
  }
}
