package plimsoll.convert;

import plimsoll.model.DataType;
import plimsoll.model.Vector;

/** DECIMAL of 19 to 38 digits, unscaled in two longs. */
final class Decimal128Reader implements ValueReader {
  private final DecimalText text;

  Decimal128Reader(DataType.Decimal type) {
    this.text = new DecimalText(type.precision(), type.scale());
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    Vector.Int128s values = (Vector.Int128s) out;
    if (!text.read(data, start, end)) {
      return false;
    }
    values.high[row] = text.high();
    values.low[row] = text.low();
    return true;
  }
}
