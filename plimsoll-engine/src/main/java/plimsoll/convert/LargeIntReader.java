package plimsoll.convert;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import plimsoll.model.DataType;
import plimsoll.model.Vector;

/** LARGEINT: whole numbers of up to 38 digits; under StarRocks' rules a fraction is cut off. */
final class LargeIntReader implements ValueReader {
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(127);
  private static final int MOST_DIGITS = 39;

  private final boolean lenient;
  private final DecimalText number = new DecimalText(DataType.Decimal.MAX_PRECISION, 0);
  private int start;
  private int point;

  LargeIntReader(boolean lenient) {
    this.lenient = lenient;
  }

  @Override
  public boolean read(byte[] data, int from, int to, Vector out, int row) {
    Vector.Int128s values = (Vector.Int128s) out;
    if (!look(data, from, to) || !readWhole(data)) {
      return false;
    }
    values.high[row] = number.high();
    values.low[row] = number.low();
    return true;
  }

  /** {@code .5} has no digits before the point and is 0. */
  private boolean readWhole(byte[] data) {
    int first = skipZeros(data);
    if (first == point) {
      return number.readZero();
    }
    return point - first <= DataType.Decimal.MAX_PRECISION
        && number.readWhole(data, first, point, data[start] == '-');
  }

  private int skipZeros(byte[] data) {
    int first = Numbers.isSign(data[start]) ? start + 1 : start;
    while (first < point && data[first] == '0') {
      first++;
    }
    return first;
  }

  /** Finds the whole part; false if the text is no number. */
  private boolean look(byte[] data, int from, int to) {
    start = lenient ? Numbers.skipBlanks(data, from, to) : from;
    int end = lenient ? Numbers.dropBlanks(data, start, to) : to;
    if (start == end) {
      return false;
    }
    int first = Numbers.isSign(data[start]) ? start + 1 : start;
    point = Numbers.skipDigits(data, first, end);
    if (point == end) {
      return point > first;
    }
    return lenient
        && data[point] == '.'
        && Numbers.skipDigits(data, point + 1, end) == end
        && (point > first || end > point + 1);
  }

  /** A number of 128 bits whose 39 digits the stored type has no room for. */
  @Override
  public boolean isUnkeepable(byte[] data, int from, int to) {
    if (!look(data, from, to)) {
      return false;
    }
    int first = skipZeros(data);
    if (point - first > MOST_DIGITS || point == first) {
      return false;
    }
    String digits = new String(data, first, point - first, StandardCharsets.US_ASCII);
    BigInteger value = new BigInteger(digits);
    return (data[start] == '-' ? value.subtract(BigInteger.ONE) : value).compareTo(LIMIT) < 0;
  }
}
