package plimsoll.load;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import plimsoll.model.RejectedRow;

/**
 * A rejected row as a compiler would report it:
 *
 * <pre>
 * trips.csv:17:7 (byte 4711): Value '12,5' is out of range. The type of 'price' is DECIMAL(10, 2)
 *   17 | abc,3,"12,5",2020-01-01
 *      |       ^^^^^^
 *   expected digits with an optional point, at most 8 before it; bad_values=null loads NULL instead
 * </pre>
 */
public final class RejectText {
  private static final int BEFORE = 40; // columns of the row that are shown before the value
  private static final int MOST_SHOWN = 110;
  private static final int MOST_BYTES = 4 * MOST_SHOWN; // a character is one to four bytes
  private static final int MOST_TRACKED = 4096;
  private static final String MORE = "...";

  private RejectText() {}

  /** All lines. */
  public static List<String> lines(RejectedRow row) {
    List<String> lines = new ArrayList<>();
    lines.add(place(row) + ": " + row.reason());
    below(row).forEach(line -> lines.add("  " + line));
    return lines;
  }

  /** StarRocks' line for a row in a tracking log; a long row is cut. */
  public static String trackingLine(RejectedRow row) {
    String reason = row.reason();
    String bare = reason.endsWith(".") ? reason.substring(0, reason.length() - 1) : reason;
    String raw = row.rawText();
    String shown = raw.length() > MOST_TRACKED ? raw.substring(0, MOST_TRACKED) + MORE : raw;
    return "Error: " + bare + ". Row: " + shown.replace("\r", "\\r").replace("\n", "\\n");
  }

  /** Source, line, column in characters, and byte. */
  public static String place(RejectedRow row) {
    if (row.line() == 0) {
      return row.source() + " (byte " + row.byteOffset() + ")";
    }
    int value = Math.max(0, row.valueStart());
    long line = row.line();
    int begin = 0;
    for (int at = 0; at < value; at++) {
      if (row.raw()[at] == '\n') {
        line++;
        begin = at + 1;
      }
    }
    String before = new String(row.raw(), begin, value - begin, StandardCharsets.UTF_8);
    int column = before.codePointCount(0, before.length()) + 1;
    return String.format(
        Locale.ROOT, "%s:%d:%d (byte %d)", row.source(), line, column, row.byteOffset() + value);
  }

  /** The row, the value at fault marked, and what was expected. */
  public static List<String> below(RejectedRow row) {
    List<String> lines = new ArrayList<>();
    String number = row.line() == 0 ? "?" : Long.toString(row.line());
    Marked marked = marked(row);
    lines.add(number + " | " + marked.text);
    if (!marked.carets.isEmpty()) {
      lines.add(" ".repeat(number.length()) + " | " + marked.carets);
    }
    if (!row.fault().hint().isEmpty()) {
      lines.add(row.fault().hint());
    }
    return lines;
  }

  private record Marked(String text, String carets) {}

  private static Marked marked(RejectedRow row) {
    byte[] raw = row.raw();
    if (row.valueStart() < 0 || row.valueStart() > raw.length) {
      return new Marked(head(raw, 0, raw.length, MOST_SHOWN), "");
    }
    int valueEnd = Math.min(raw.length, Math.max(row.valueStart(), row.valueEnd()));
    String before = tail(raw, row.valueStart());
    String value = head(raw, row.valueStart(), valueEnd, MOST_SHOWN - BEFORE);
    int room = Math.max(MORE.length(), MOST_SHOWN - width(before) - width(value));
    String behind = value.endsWith(MORE) ? "" : head(raw, valueEnd, raw.length, room);
    String carets = " ".repeat(width(before)) + "^".repeat(Math.max(1, width(value)));
    return new Marked(before + value + behind, carets);
  }

  /** The last characters before a place. */
  private static String tail(byte[] raw, int end) {
    int from = Math.max(0, end - MOST_BYTES);
    while (from > 0 && from < end && (raw[from] & 0xC0) == 0x80) {
      from++; // not in the midst of a character
    }
    String text = visible(raw, from, end);
    int length = text.codePointCount(0, text.length());
    if (from == 0 && length <= BEFORE) {
      return text;
    }
    int cut = Math.max(0, length - BEFORE + MORE.length());
    return MORE + text.substring(text.offsetByCodePoints(0, cut));
  }

  /** The first characters from a place on. */
  private static String head(byte[] raw, int start, int end, int most) {
    int to = Math.min(end, start + MOST_BYTES);
    while (to < end && to > start && (raw[to] & 0xC0) == 0x80) {
      to--;
    }
    String text = visible(raw, start, to);
    if (to == end && text.codePointCount(0, text.length()) <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, Math.max(0, most - MORE.length()))) + MORE;
  }

  /** As text on one line; what cannot be seen is written as an escape. */
  private static String visible(byte[] raw, int start, int end) {
    StringBuilder text = new StringBuilder();
    ByteBuffer bytes = ByteBuffer.wrap(raw, start, end - start);
    CharBuffer chars = CharBuffer.allocate(Math.max(1, end - start));
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    while (bytes.hasRemaining()) {
      CoderResult result = decoder.decode(bytes, chars, true);
      chars.flip().codePoints().forEach(letter -> show(letter, text));
      chars.clear();
      for (int i = 0; result.isError() && i < result.length(); i++) {
        text.append(String.format(Locale.ROOT, "\\x%02X", bytes.get()));
      }
    }
    return text.toString();
  }

  private static void show(int letter, StringBuilder text) {
    switch (letter) {
      case '\t' -> text.append("\\t");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      default -> {
        if (Character.isISOControl(letter)) {
          text.append(String.format(Locale.ROOT, "\\x%02X", letter));
        } else {
          text.appendCodePoint(letter);
        }
      }
    }
  }

  /** Columns of a terminal: East Asian characters take two, marks on others none. */
  private static int width(String text) {
    return text.codePoints().map(RejectText::width).sum();
  }

  private static int width(int letter) {
    int type = Character.getType(letter);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        Character.isIdeographic(letter)
            || (letter >= 0x1100 && letter <= 0x115F)
            || (letter >= 0x2E80 && letter <= 0xD7A3 && letter != 0x303F)
            || (letter >= 0xFE30 && letter <= 0xFE6F)
            || (letter >= 0xFF00 && letter <= 0xFF60)
            || (letter >= 0x1F300 && letter <= 0x1FAFF);
    return wide ? 2 : 1;
  }
}
