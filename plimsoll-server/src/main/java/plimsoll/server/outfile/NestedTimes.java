package plimsoll.server.outfile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.error.ErrorCode;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.query.ResultColumn;

/**
 * Refuses nested values with days or times that no column holds: whether there are some in its text
 * is known by reading that, as a load will.
 */
final class NestedTimes {
  private final List<@Nullable Trial> trials = new ArrayList<>();

  /** Reads values of one column. */
  private record Trial(ValueReader reader, Batch batch) {
    static Trial of(DataType type) {
      Schema schema = new Schema(List.of(Column.of(1, "value", type)));
      return new Trial(ValueReaders.forType(type, Conversions.STARROCKS), Batch.allocate(schema));
    }

    boolean takes(byte[] text) {
      batch.clear();
      return reader.read(text, 0, text.length, batch.column(0), 0);
    }
  }

  /** Of a result with these columns. */
  NestedTimes(List<ResultColumn> columns) {
    for (ResultColumn column : columns) {
      trials.add(hasTimes(column.type()) ? Trial.of(column.type()) : null);
    }
  }

  private static boolean hasTimes(DataType type) {
    return type.parts().stream()
        .map(DataType.Part::type)
        .anyMatch(part -> part == Scalar.DATE || part == Scalar.DATETIME || hasTimes(part));
  }

  /** BAD_QUERY for a value of that column, from 0, that cannot be read back. */
  void require(int column, Object value) {
    Trial trial = trials.get(column);
    if (trial != null && !trial.takes(value.toString().getBytes(StandardCharsets.UTF_8))) {
      throw ErrorCode.BAD_QUERY.with(
          "the value "
              + value
              + " has a day or time outside the years 0 to 9999, which files can hold.");
    }
  }
}
