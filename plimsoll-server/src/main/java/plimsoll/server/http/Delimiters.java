package plimsoll.server.http;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import plimsoll.error.ErrorCode;

/**
 * Reads delimiters as clients write them: literally, as {@code \x01} or {@code 0x01}, as {@code \t}.
 *
 * <p>Source: StarRocks' delimiter rules, texts of the errors included.
 */
final class Delimiters {
  private static final int MOST_BYTES = 50;

  private Delimiters() {}

  /** The bytes; BAD_OPTION says what is wrong. */
  static byte[] parse(String written) {
    if (written.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with("Delimiter cannot be empty or null");
    }
    byte[] bytes = isHex(written) ? hex(written) : literal(written);
    if (bytes.length > MOST_BYTES) {
      throw ErrorCode.BAD_OPTION.with(
          "Delimiter '" + written + "' is longer than " + MOST_BYTES + " bytes.");
    }
    return bytes;
  }

  private static boolean isHex(String written) {
    String start = written.substring(0, Math.min(2, written.length())).toLowerCase(Locale.ROOT);
    return start.equals("\\x") || start.equals("0x");
  }

  private static byte[] hex(String written) {
    String digits = written.substring(2);
    if (digits.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with("Invalid delimiter '" + written + ": empty hex string");
    }
    if (digits.length() % 2 != 0) {
      throw ErrorCode.BAD_OPTION.with(
          "Invalid delimiter '" + written + ": hex length must be a even number");
    }
    try {
      return HexFormat.of().parseHex(digits);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.BAD_OPTION.because(
          e, "Invalid delimiter '" + written + "': invalid hex format");
    }
  }

  private static byte[] literal(String written) {
    String text =
        switch (written) {
          case "\\t" -> "\t";
          case "\\n" -> "\n";
          case "\\r\\n" -> "\r\n";
          default -> written;
        };
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
