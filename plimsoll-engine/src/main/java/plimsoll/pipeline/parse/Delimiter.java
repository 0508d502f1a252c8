package plimsoll.pipeline.parse;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import plimsoll.error.ErrorCode;

/** Separators and row delimiters as clients write them. */
public final class Delimiter {
  private static final int MOST_BYTES = 50;

  private Delimiter() {}

  /**
   * The bytes of a delimiter: hex after {@code \x}, {@code \X}, {@code 0x} or {@code 0X}, the two
   * letters {@code \t}, {@code \n}, {@code \r}, else as written in UTF-8.
   *
   * <p>Source: StarRocks' Stream Load; the error texts are its own.
   *
   * @throws plimsoll.error.PlimsollException BAD_OPTION
   */
  public static byte[] parse(String text) {
    if (text.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with("Delimiter cannot be empty or null");
    }
    String start = text.substring(0, Math.min(2, text.length())).toLowerCase(Locale.ROOT);
    byte[] bytes = start.equals("\\x") || start.equals("0x") ? hex(text) : literal(text);
    if (bytes.length > MOST_BYTES) {
      throw ErrorCode.BAD_OPTION.with(
          "Delimiter '" + text + "' has " + bytes.length + " bytes, the most is " + MOST_BYTES);
    }
    return bytes;
  }

  /** Bytes as {@link #parse} takes them: printable ASCII as it is, anything else in hex. */
  public static String show(byte[] bytes) {
    boolean plain = true;
    for (byte b : bytes) {
      plain &= b > ' ' && b < 127 && b != '\\';
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return bytes.length == 0 || (plain && !text.toLowerCase(Locale.ROOT).startsWith("0x"))
        ? text
        : "\\x" + HexFormat.of().formatHex(bytes);
  }

  private static byte[] hex(String text) {
    String digits = text.substring(2);
    if (digits.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with("Invalid delimiter '" + text + ": empty hex string");
    }
    if (digits.length() % 2 != 0) {
      throw ErrorCode.BAD_OPTION.with(
          "Invalid delimiter '" + text + ": hex length must be a even number");
    }
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.BAD_OPTION.because(e, "Invalid delimiter '" + text + "': invalid hex format");
    }
  }

  private static byte[] literal(String text) {
    return switch (text) {
      case "\\t" -> new byte[] {'\t'};
      case "\\n" -> new byte[] {'\n'};
      case "\\r" -> new byte[] {'\r'};
      case "\\r\\n" -> new byte[] {'\r', '\n'};
      default -> text.getBytes(StandardCharsets.UTF_8);
    };
  }
}
