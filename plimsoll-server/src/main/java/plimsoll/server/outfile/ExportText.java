package plimsoll.server.outfile;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import plimsoll.error.ErrorCode;
import plimsoll.model.DataType;
import plimsoll.query.ResultText;

/**
 * Values as text that loads as the same values: the results' text, but for booleans, which all
 * dialects read as words, and the sign of a zero.
 */
final class ExportText {
  private static final int LAST_YEAR = 9999;

  private ExportText() {}

  /**
   * The bytes of a value.
   *
   * @param base64 whether the dialect reads binary values as Base64; else they stand as they are
   * @throws plimsoll.error.PlimsollException BAD_QUERY for a day or time that no column holds
   */
  static byte[] of(Object value, DataType type, boolean base64) {
    if (value instanceof byte[] bytes && !base64) {
      return bytes;
    }
    return text(value, type).getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Object value, DataType type) {
    if (value instanceof Boolean truth) {
      return truth.toString();
    }
    if (value.equals(-0.0) || value.equals(-0.0f)) {
      return "-0";
    }
    requireYear(value);
    return ResultText.of(value, type);
  }

  /** A query can compute days that no column holds and no text says. */
  static void requireYear(Object value) {
    int year =
        value instanceof LocalDate day
            ? day.getYear()
            : value instanceof LocalDateTime time ? time.getYear() : 0;
    if (year < 0 || year > LAST_YEAR) {
      throw ErrorCode.BAD_QUERY.with(
          "the value " + value + " lies outside the years 0 to 9999, which files can hold.");
    }
  }
}
