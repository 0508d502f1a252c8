package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;

/** Columns of a system table, written down in their order. */
final class Columns {
  private final List<Column> columns = new ArrayList<>();
  private final Set<String> anyCase = new HashSet<>();

  /** Columns of text. */
  Columns texts(String... names) {
    return add(Scalar.STRING, names);
  }

  /** Columns of text that is equal in any case: words of the system, and names without case. */
  Columns words(String... names) {
    anyCase.addAll(List.of(names));
    return texts(names);
  }

  /** Columns of BIGINT. */
  Columns numbers(String... names) {
    return add(Scalar.BIGINT, names);
  }

  /** Columns of DATETIME. */
  Columns times(String... names) {
    return add(Scalar.DATETIME, names);
  }

  private Columns add(DataType type, String... names) {
    for (String name : names) {
      columns.add(Column.of(columns.size() + 1, name, type));
    }
    return this;
  }

  Set<String> anyCase() {
    return Set.copyOf(anyCase);
  }

  Schema schema() {
    return new Schema(columns);
  }
}
