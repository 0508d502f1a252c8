package plimsoll.model;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Supplier;
import plimsoll.error.ErrorCode;

/** What is wrong with a row: said once here, whichever stage finds it. */
public final class Fault {
  /*
   * Reason and hint are put into words when somebody asks: of millions of bad rows thousands are kept.
   */

  /** Most characters of a value that are shown; the whole row is kept besides. */
  public static final int MOST_VALUE = 200;

  private static final int MOST_TOO_LONG = 100;

  private final ErrorCode error;
  private final Supplier<String> reason;
  private final Supplier<String> hint;
  private final String column;
  private final String value;

  private Fault(
      ErrorCode error,
      Supplier<String> reason,
      Supplier<String> hint,
      String column,
      String value) {
    this.error = error;
    this.reason = reason;
    this.hint = hint;
    this.column = column;
    this.value = cut(value, MOST_VALUE);
  }

  /**
   * A fault in words.
   *
   * @param error kind of failure
   * @param reason the filled-in message, in StarRocks' words
   * @param hint what was expected, and the option that would accept it; empty if there is none
   * @param column name of the column it is about, empty for the whole row
   * @param value the value at fault, cut at {@link #MOST_VALUE}; empty for the whole row
   */
  public Fault(ErrorCode error, String reason, String hint, String column, String value) {
    this(error, () -> reason, () -> hint, column, value);
  }

  /** A fault without a hint. */
  public Fault(ErrorCode error, String reason, String column, String value) {
    this(error, reason, "", column, value);
  }

  private static Fault ofRow(ErrorCode error, Supplier<String> hint, Object... values) {
    return new Fault(error, () -> error.text(values), hint, "", "");
  }

  /** Kind of failure. */
  public ErrorCode error() {
    return error;
  }

  /** The filled-in message, in StarRocks' words. */
  public String reason() {
    return reason.get();
  }

  /** As {@link #reason}, with a full stop: not all of StarRocks' messages have one. */
  public String sentence() {
    String said = reason();
    return said.endsWith(".") ? said : said + ".";
  }

  /** What was expected, and the option that would accept it; empty if there is none. */
  public String hint() {
    return hint.get();
  }

  /** Name of the column it is about, empty for the whole row. */
  public String column() {
    return column;
  }

  /** The value at fault, cut at {@link #MOST_VALUE}; empty for the whole row. */
  public String value() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fault that
        && error == that.error
        && column.equals(that.column)
        && value.equals(that.value)
        && reason().equals(that.reason())
        && hint().equals(that.hint());
  }

  @Override
  public int hashCode() {
    return Objects.hash(error, column, value);
  }

  @Override
  public String toString() {
    return error + " " + column + " '" + value + "': " + reason() + " (" + hint() + ")";
  }

  /** A row with too few or too many fields. */
  public static Fault fieldCount(int expected, int found) {
    return ofRow(
        ErrorCode.FIELD_COUNT, () -> FaultHints.fieldCount(expected, found), expected, found);
  }

  /** A row whose last field is never closed. */
  public static Fault unclosedQuote() {
    return ofRow(ErrorCode.UNCLOSED_QUOTE, () -> FaultHints.UNCLOSED_QUOTE);
  }

  /** A field that goes on behind its closing quote; the column may be none. */
  public static Fault textAfterQuote(String column, byte[] value) {
    return new Fault(
        ErrorCode.TEXT_AFTER_QUOTE,
        () -> ErrorCode.TEXT_AFTER_QUOTE.text(),
        () -> FaultHints.TEXT_AFTER_QUOTE,
        column,
        text(value));
  }

  /** Bytes that are no UTF-8. */
  public static Fault badUtf8(String column, byte[] value) {
    return new Fault(
        ErrorCode.BAD_UTF8,
        () -> ErrorCode.BAD_UTF8.text(),
        () -> FaultHints.BAD_UTF8,
        column,
        text(value));
  }

  /** Bytes that are no text of the encoding that was said. */
  public static Fault badEncoding(String encoding, String column, byte[] value) {
    return new Fault(
        ErrorCode.BAD_ENCODING,
        () -> ErrorCode.BAD_ENCODING.text(encoding),
        () -> FaultHints.badEncoding(encoding),
        column,
        text(value));
  }

  /** A text that is no value of its column. */
  public static Fault badValue(Column column, byte[] value) {
    String shown = cut(text(value), MOST_VALUE);
    return new Fault(
        ErrorCode.BAD_VALUE,
        () -> ErrorCode.BAD_VALUE.text(shown, column.name(), column.type().sql()),
        () -> FaultHints.badValue(column, shown),
        column.name(),
        shown);
  }

  /** A value of more bytes than its column takes. */
  public static Fault tooLong(Column column, byte[] data, int start, int length) {
    String shown =
        new String(data, start, Math.min(length, 4 * MOST_VALUE), StandardCharsets.UTF_8);
    int most = column.type().maxBytes();
    return new Fault(
        ErrorCode.TOO_LONG,
        () -> ErrorCode.TOO_LONG.text(cut(shown, MOST_TOO_LONG), length, column.name(), most),
        () -> FaultHints.tooLong(column),
        column.name(),
        shown);
  }

  /** NULL where the column takes none. */
  public static Fault nullValue(Column column) {
    return new Fault(
        ErrorCode.NULL_VALUE,
        () -> ErrorCode.NULL_VALUE.text(column.name()),
        () -> FaultHints.NULL_VALUE,
        column.name(),
        "");
  }

  private static String text(byte[] value) {
    return new String(
        value, 0, Math.min(value.length, 4 * MOST_VALUE), StandardCharsets.UTF_8); // cut later
  }

  /** Whole characters only. */
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }
}
