package plimsoll.convert;

import java.time.ZoneId;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Decimal;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Vector;

/**
 * Takes only text of a certain shape that another reader takes: what its type holds as it is, by
 * {@link Conversions#EXACT}, or what {@link Conversions#OPENMLDB_LOCAL} knows.
 */
final class CheckedReader implements ValueReader {
  private final ValueReader reader;
  private final Shape shape;
  private int[] all = {};

  /** Looks at a text that the reader took. */
  private interface Shape {
    boolean has(byte[] data, int start, int end);
  }

  private CheckedReader(ValueReader reader, Shape shape) {
    this.reader = reader;
    this.shape = shape;
  }

  /** By {@link Conversions#EXACT}. */
  static ValueReader exact(DataType type, ZoneId zone) {
    if (type instanceof Decimal decimal) {
      ValueReader reader = ValueReaders.forType(type, Conversions.STARROCKS, zone);
      return new CheckedReader(
          reader, (data, start, end) -> ExactText.decimal(data, start, end, decimal.scale()));
    }
    if (!(type instanceof Scalar scalar)) {
      return ValueReaders.forType(type, Conversions.STARROCKS, zone);
    }
    ValueReader lenient = ValueReaders.forType(type, Conversions.STARROCKS, zone);
    ValueReader strict = ValueReaders.forType(type, Conversions.OPENMLDB_CLUSTER, zone);
    return switch (scalar) {
      case BOOLEAN -> strict;
      case TINYINT, SMALLINT, INT, BIGINT, LARGEINT ->
          new CheckedReader(strict, ExactText::integer);
      case FLOAT, DOUBLE -> new CheckedReader(lenient, ExactText::floating);
      case DATE -> new CheckedReader(lenient, ExactText::date);
      case DATETIME -> new CheckedReader(lenient, ExactText::dateTime);
      default -> lenient;
    };
  }

  /** By {@link Conversions#OPENMLDB_LOCAL}. */
  static ValueReader local(DataType type, ZoneId zone) {
    ValueReader reader = ValueReaders.forType(type, Conversions.OPENMLDB_CLUSTER, zone);
    if (!(type instanceof Scalar scalar)) {
      return reader;
    }
    return switch (scalar) {
      case TINYINT, SMALLINT, INT, BIGINT, LARGEINT ->
          new CheckedReader(reader, LocalText::integer);
      case FLOAT, DOUBLE ->
          new CheckedReader(
              ValueReaders.forType(type, Conversions.STARROCKS, zone), LocalText::floating);
      case DATE ->
          new CheckedReader(
              ValueReaders.forType(type, Conversions.STARROCKS, zone), LocalText::date);
      case DATETIME -> new CheckedReader(reader, LocalText::milliseconds);
      default -> reader;
    };
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return reader.read(data, start, end, out, row) && shape.has(data, start, end);
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
      if (known || lacks(fields, row)) {
        all[found++] = row;
        next += known ? 1 : 0;
      }
    }
    System.arraycopy(all, 0, failed, 0, found);
    return found;
  }

  private boolean lacks(Fields fields, int row) {
    int start = fields.start(row);
    int end = fields.end(row);
    return end >= start && !shape.has(fields.data, start, end);
  }
}
