package plimsoll.formats.parquet;

import org.jspecify.annotations.Nullable;
import plimsoll.convert.Utf8;
import plimsoll.model.Column;
import plimsoll.model.Fault;
import plimsoll.model.Vector;

/** Bytes as they are: into text, where they have to be UTF-8, and VARBINARY. Not copied. */
final class TextConversion extends Conversion {
  private final boolean isText;
  private @Nullable Dictionary looked;
  private boolean lookedValid;

  TextConversion(SourceType from, Column column, boolean isText) {
    super(from, column);
    this.isText = isText;
  }

  @Override
  int convert(RawColumn raw, int rows, Vector out, int[] failed) {
    Vector.Bytes to = (Vector.Bytes) out;
    to.data(raw.data);
    System.arraycopy(raw.starts, 0, to.starts, 0, rows);
    System.arraycopy(raw.lengths, 0, to.lengths, 0, rows);
    Dictionary entries = raw.entries;
    if (!isText || (entries != null && isValid(entries))) {
      return 0;
    }
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      int start = raw.starts[row];
      if (!Utf8.isValid(raw.data, start, start + raw.lengths[row])) {
        failed[failures++] = row;
      }
    }
    return failures;
  }

  /** Other encodings than UTF-8 cannot be said for a Parquet file. */
  static Fault badUtf8(Column column, byte[] value) {
    Fault fault = Fault.badUtf8(column.name(), value);
    return new Fault(
        fault.error(),
        fault.reason(),
        "expected UTF-8; a VARBINARY column takes any bytes",
        fault.column(),
        fault.value());
  }

  @Override
  boolean keepsBits() {
    return true;
  }

  @Override
  boolean takesAll(Dictionary entries) {
    return !isText || isValid(entries);
  }

  /** Each entry is looked at once, not once for each row. */
  private boolean isValid(Dictionary entries) {
    if (entries != looked) {
      RawColumn values = entries.values();
      lookedValid = true;
      for (int i = 0; lookedValid && i < entries.size(); i++) {
        int start = values.starts[i];
        lookedValid = Utf8.isValid(values.data, start, start + values.lengths[i]);
      }
      looked = entries;
    }
    return lookedValid;
  }

  @Override
  boolean isBadRow(RawColumn raw, int row) {
    return true;
  }

  @Override
  Fault fault(RawColumn raw, int row) {
    return badUtf8(column, raw.span(row));
  }
}
