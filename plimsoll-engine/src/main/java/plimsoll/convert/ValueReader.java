package plimsoll.convert;

import plimsoll.model.Vector;

/**
 * Reads one text value into a vector. One instance per column and worker; the one place where text
 * becomes typed values, for every format and for constants in statements.
 */
public interface ValueReader {
  /**
   * Reads {@code data[start, end)} into slot {@code row}.
   *
   * @return false if the text is no value of the type; the slot is then undefined
   */
  boolean read(byte[] data, int start, int end, Vector out, int row);
}
