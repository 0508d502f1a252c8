package plimsoll.formats.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.RowBytes;

/** A row that never was text, as a JSON object: for people, and to be found in its file. */
final class RowText {
  private static final int FIRST_PRINTABLE = 0x20;

  private final ByteArrayOutputStream text = new ByteArrayOutputStream();
  private int valueStart = -1;
  private int valueEnd = -1;

  /**
   * Adds a value.
   *
   * @param bare whether JSON writes it without quotes
   * @param marked whether it is the one at fault
   */
  void add(String name, @Nullable String value, boolean bare, boolean marked) {
    write(text.size() == 0 ? "{" : ", ");
    write(quoted(name) + ": ");
    int start = text.size();
    write(value == null ? "null" : bare ? value : quoted(value));
    if (marked) {
      valueStart = start;
      valueEnd = text.size();
    }
  }

  RowBytes bytes() {
    write(text.size() == 0 ? "{}" : "}");
    return new RowBytes(text.toByteArray(), 0, text.size(), valueStart, valueEnd);
  }

  private void write(String part) {
    text.writeBytes(part.getBytes(StandardCharsets.UTF_8));
  }

  private static String quoted(String value) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char letter = value.charAt(i);
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < FIRST_PRINTABLE) {
        quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }
}
