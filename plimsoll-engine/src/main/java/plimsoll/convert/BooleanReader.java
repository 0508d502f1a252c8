package plimsoll.convert;

import plimsoll.model.Vector;

/** BOOLEAN: true and false; under StarRocks' rules also any number, of which only zero is false. */
final class BooleanReader implements ValueReader {
  private final boolean numbers;

  BooleanReader(boolean numbers) {
    this.numbers = numbers;
  }

  @Override
  public boolean read(byte[] data, int start, int end, Vector out, int row) {
    return readOne(data, start, end - start, ((Vector.Booleans) out).values, row);
  }

  @Override
  public int readAll(Fields fields, int rows, Vector out, int[] failed) {
    byte[] values = ((Vector.Booleans) out).values;
    byte[] data = fields.data;
    int[] cuts = fields.cuts;
    int[] firsts = fields.firsts;
    int shift = fields.shift;
    int less = fields.trail + 1;
    int failures = 0;
    for (int row = 0; row < rows; row++) {
      int first = firsts[row] + shift;
      int cut = cuts[first];
      if (!readOne(data, cut + 1, cuts[first + 1] - cut - less, values, row)) {
        failed[failures++] = row;
      }
    }
    return failures;
  }

  private boolean readOne(byte[] data, int start, int length, byte[] values, int row) {
    if (length == 1 && numbers && (data[start] & ~1) == '0') {
      values[row] = (byte) (data[start] & 1);
      return true;
    }
    return length < 0 || readText(data, start, start + length, values, row);
  }

  private boolean readText(byte[] data, int from, int to, byte[] values, int row) {
    int start = numbers ? Numbers.skipBlanks(data, from, to) : from;
    int end = numbers ? Numbers.dropBlanks(data, start, to) : to;
    if (Numbers.isWord(data, start, end, "true")) {
      values[row] = 1;
    } else if (Numbers.isWord(data, start, end, "false")) {
      values[row] = 0;
    } else if (numbers && Numbers.isDecimal(data, start, end)) {
      values[row] = isZero(data, start, end) ? (byte) 0 : (byte) 1;
    } else {
      return false;
    }
    return true;
  }

  private static boolean isZero(byte[] data, int start, int end) {
    for (int at = start; at < end && (data[at] | 0x20) != 'e'; at++) {
      if (data[at] >= '1' && data[at] <= '9') {
        return false;
      }
    }
    return true;
  }
}
