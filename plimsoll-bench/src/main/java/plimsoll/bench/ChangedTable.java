package plimsoll.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a table must hold. Immutable.
 *
 * @param columns names; the first is {@code k}, a number
 * @param rows values as a query shows them
 */
record ChangedTable(List<String> columns, List<List<String>> rows) {
  ChangedTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** A number of each row. */
  static int key(List<String> row) {
    return Integer.parseInt(row.get(0));
  }

  int largestKey() {
    return rows.stream().mapToInt(ChangedTable::key).max().orElse(0);
  }

  /** Columns, separated by commas, the first one as {@code first}. */
  String select(String first) {
    return Stream.concat(Stream.of(first), columns.stream().skip(1))
        .collect(Collectors.joining(", "));
  }

  ChangedTable with(List<List<String>> newRows) {
    return new ChangedTable(columns, newRows);
  }

  /** Rows whose key leaves that rest. */
  List<List<String>> rest(int divisor, int rest) {
    return rows.stream().filter(row -> key(row) % divisor == rest).toList();
  }

  /** Rows whose key leaves another rest. */
  List<List<String>> otherRests(int divisor, int rest) {
    return rows.stream().filter(row -> key(row) % divisor != rest).toList();
  }

  /** Those rows with larger keys. */
  static List<List<String>> shifted(List<List<String>> rows, int by) {
    return rows.stream().map(row -> replaced(row, 0, Integer.toString(key(row) + by))).toList();
  }

  ChangedTable renamed(int column, String name) {
    return new ChangedTable(replaced(columns, column, name), rows);
  }

  /** With one column more, NULL in all rows. */
  ChangedTable widened(String name) {
    return changed(list -> added(list, list == columns ? name : "NULL"));
  }

  ChangedTable without(int column) {
    return changed(list -> removed(list, column));
  }

  private ChangedTable changed(Function<List<String>, List<String>> change) {
    return new ChangedTable(change.apply(columns), rows.stream().map(change).toList());
  }

  private static List<String> replaced(List<String> list, int index, String value) {
    List<String> copy = new ArrayList<>(list);
    copy.set(index, value);
    return copy;
  }

  private static List<String> added(List<String> list, String value) {
    List<String> copy = new ArrayList<>(list);
    copy.add(value);
    return copy;
  }

  private static List<String> removed(List<String> list, int index) {
    List<String> copy = new ArrayList<>(list);
    copy.remove(index);
    return copy;
  }
}
