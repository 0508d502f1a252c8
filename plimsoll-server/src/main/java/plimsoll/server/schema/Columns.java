package plimsoll.server.schema;

import java.util.ArrayList;
import java.util.List;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;

/** Columns of a system table, written down in their order. */
final class Columns {
  private final List<Column> columns = new ArrayList<>();

  /** Columns of text. */
  Columns texts(String... names) {
    return add(Scalar.STRING, names);
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

  Schema schema() {
    return new Schema(columns);
  }
}
