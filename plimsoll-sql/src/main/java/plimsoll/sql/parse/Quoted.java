package plimsoll.sql.parse;

/** What quoted tokens mean: MySQL's escapes in strings, doubled quotes in strings and names. */
public final class Quoted {
  private Quoted() {}

  /** The value of a string in either quote. */
  public static String string(String token) {
    char quote = token.charAt(0);
    StringBuilder value = new StringBuilder(token.length());
    int end = token.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = token.charAt(i);
      if (c == '\\') {
        unescape(token.charAt(++i), value);
      } else {
        value.append(c);
        i += c == quote ? 1 : 0;
      }
    }
    return value.toString();
  }

  /** The name between backticks. */
  public static String name(String token) {
    return token.substring(1, token.length() - 1).replace("``", "`");
  }

  /** Source: MySQL's table of special character escape sequences; \\% and \\_ keep their \\. */
  private static void unescape(char escaped, StringBuilder value) {
    switch (escaped) {
      case '0' -> value.append('\0');
      case 'b' -> value.append('\b');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'Z' -> value.append('\u001A');
      case '%', '_' -> value.append('\\').append(escaped);
      default -> value.append(escaped);
    }
  }
}
