package plimsoll.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/**
 * The columns of a table or of a file, in order. Names are unique without case.
 *
 * @param columns at least one
 */
public record Schema(List<Column> columns) {
  /** Refuses duplicate names. */
  public Schema {
    columns = List.copyOf(columns);
    Map<String, Column> seen = new HashMap<>();
    for (Column column : columns) {
      if (seen.put(key(column.name()), column) != null) {
        throw ErrorCode.DUPLICATE_COLUMN.with(column.name(), "the column list");
      }
    }
  }

  /** Position of the named column without regard to case, or -1. */
  public int indexOf(String name) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Position of the named column; an unknown one is an error that names {@code where}. */
  public int require(String name, String where) {
    int index = indexOf(name);
    if (index < 0) {
      throw ErrorCode.UNKNOWN_COLUMN.with(name, where, Nearest.hint(name, names()));
    }
    return index;
  }

  /** Column at a position. */
  public Column column(int index) {
    return columns.get(index);
  }

  /** Number of columns. */
  public int size() {
    return columns.size();
  }

  /** Names in order. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** These columns with new field ids for the parts of nested types, behind all the columns'. */
  public Schema numbered() {
    AtomicInteger last =
        new AtomicInteger(columns.stream().mapToInt(Column::fieldId).max().orElse(0));
    return new Schema(
        columns.stream()
            .map(
                column -> column.withType(DataTypes.numbered(column.type(), last::incrementAndGet)))
            .toList());
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether rows of the other one are rows of this: the same columns in order, names aside, and
   * NULL nowhere where this one has none.
   */
  public boolean hasRowsOf(Schema other) {
    if (size() != other.size()) {
      return false;
    }
    for (int i = 0; i < size(); i++) {
      boolean same =
          column(i).fieldId() == other.column(i).fieldId()
              && column(i).type().equals(other.column(i).type())
              && (column(i).nullable() || !other.column(i).nullable());
      if (!same) {
        return false;
      }
    }
    return true;
  }
}
