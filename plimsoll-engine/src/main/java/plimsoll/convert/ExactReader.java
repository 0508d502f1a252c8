package plimsoll.convert;

import java.time.ZoneId;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/** Takes only text that its type holds as it is; {@link Conversions#EXACT} says which. */
final class ExactReader implements ValueReader {
  private final ValueReader reader;
  private final Shape shape;
  private int[] all = {};

  /** Whether nothing of a text that the reader took is lost. */
  private interface Shape {
    boolean keeps(byte[] data, int start, int end);
  }

  private ExactReader(ValueReader reader, Shape shape) {
    this.reader = reader;
    this.shape = shape;
  }

  static ValueReader of(DataType type, ZoneId zone) {
    if (type instanceof Decimal decimal) {
      ValueReader reader = ValueReaders.forType(type, Conversions.STARROCKS, zone);
      return new ExactReader(
          reader, (data, start, end) -> ExactText.decimal(data, start, end, decimal.scale()));
    }
    if (!(type instanceof Scalar scalar)) {
      return ValueReaders.forType(type, Conversions.STARROCKS, zone);
    }
    ValueReader lenient = ValueReaders.forType(type, Conversions.STARROCKS, zone);
    ValueReader strict = ValueReaders.forType(type, Conversions.OPENMLDB_CLUSTER, zone);
    return switch (scalar) {
      case BOOLEAN -> strict;
      case TINYINT, SMALLINT, INT, BIGINT, LARGEINT -> new ExactReader(strict, ExactText::integer);
      case FLOAT, DOUBLE -> new ExactReader(lenient, ExactText::floating);
      case DATE -> new ExactReader(lenient, ExactText::date);
      case DATETIME -> new ExactReader(lenient, ExactText::dateTime);
      default -> lenient;
    };
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return reader.read(data, start, end, out, row) && shape.keeps(data, start, end);
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    int failures = reader.readAll(fields, rows, out, failed);
    if (all.length < rows) {
      all = new int[rows];
    }
    int next = 0;
    int found = 0;
    for (int row = 0; row < rows; row++) {
      boolean known = next < failures && failed[next] == row;
      if (known || loses(fields, row)) {
        all[found++] = row;
        next += known ? 1 : 0;
      }
    }
    System.arraycopy(all, 0, failed, 0, found);
    return found;
  }

  private boolean loses(Fields fields, int row) {
    int start = fields.start(row);
    int end = fields.end(row);
    return end >= start && !shape.keeps(fields.data, start, end);
  }
}
