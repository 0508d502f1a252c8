package plimsoll.formats.parquet;

import java.nio.charset.StandardCharsets;
import plimsoll.convert.Utf8;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.model.Column;
import plimsoll.model.Fault;
import plimsoll.model.Vector;

/** Read as if the value stood in a text file. */
final class ThroughText extends Conversion {
  private final ValueReader reader;

  ThroughText(SourceType from, Column column, Conversions how) {
    super(from, column);
    reader = ValueReaders.forType(column.type(), how.rules(), how.zone());
  }

  @Override
  int convert(RawColumn raw, int rows, Vector out, int[] failed) {
    boolean spans = isText();
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      if (!raw.isNull(row) && !(spans ? ofSpan(raw, row, out) : ofOther(raw, row, out))) {
        failed[failures++] = row;
      }
    }
    return failures;
  }

  private boolean isText() {
    return from.layout() == SourceType.Layout.SPANS && from.kind() != SourceType.Kind.DECIMAL;
  }

  private boolean ofSpan(RawColumn raw, int row, Vector out) {
    int start = raw.starts[row];
    int end = start + raw.lengths[row];
    return Utf8.isValid(raw.data, start, end) && reader.read(raw.data, start, end, out, row);
  }

  private boolean ofOther(RawColumn raw, int row, Vector out) {
    byte[] text = ValueText.of(from, raw, row).getBytes(StandardCharsets.UTF_8);
    return reader.read(text, 0, text.length, out, row);
  }

  private boolean isBadUtf8(RawColumn raw, int row) {
    int start = isText() ? raw.starts[row] : 0;
    return isText() && !Utf8.isValid(raw.data, start, start + raw.lengths[row]);
  }

  @Override
  boolean isBadRow(RawColumn raw, int row) {
    byte[] text = text(raw, row);
    return isBadUtf8(raw, row) || reader.isUnkeepable(text, 0, text.length);
  }

  private byte[] text(RawColumn raw, int row) {
    return ValueText.of(from, raw, row).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  Fault fault(RawColumn raw, int row) {
    return isBadUtf8(raw, row)
        ? TextConversion.badUtf8(column, raw.span(row))
        : super.fault(raw, row);
  }
}
