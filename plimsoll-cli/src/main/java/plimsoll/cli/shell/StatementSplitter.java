package plimsoll.cli.shell;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts SQL text into statements at semicolons that stand outside of texts, quoted names and
 * comments. It only finds the ends; the server parses.
 */
public final class StatementSplitter {
  private final StringBuilder open = new StringBuilder();

  /** Statements of a whole text; the last one needs no semicolon. */
  public List<String> all(String text) {
    List<String> statements = new ArrayList<>(add(text));
    String rest = open.toString().strip();
    open.setLength(0);
    if (!isBlank(rest)) {
      statements.add(rest);
    }
    return statements;
  }

  /** Adds text and takes out the statements that are complete now. */
  public List<String> add(String text) {
    open.append(text);
    List<String> complete = new ArrayList<>();
    int from = 0;
    for (int end = end(from); end >= 0; end = end(from)) {
      String statement = open.substring(from, end).strip();
      if (!isBlank(statement)) {
        complete.add(statement);
      }
      from = end + 1;
    }
    open.delete(0, from);
    return complete;
  }

  /** Whether a statement was begun and waits for its semicolon. */
  public boolean isOpen() {
    return !isBlank(open.toString());
  }

  /** What was typed of the open statement so far. */
  String pending() {
    return open.toString();
  }

  /** Forgets what was begun. */
  public void clear() {
    open.setLength(0);
  }

  /** The next semicolon that ends a statement, or -1. */
  private int end(int from) {
    int at = from;
    while (at >= 0 && at < open.length()) {
      if (open.charAt(at) == ';') {
        return at;
      }
      at = past(at);
    }
    return -1;
  }

  /**
   * Behind the character, text, name or comment that begins at {@code at}; -1 if it is not closed.
   */
  private int past(int at) {
    char c = open.charAt(at);
    return switch (c) {
      case '\'', '"' -> pastQuote(at, c, true);
      case '`' -> pastQuote(at, c, false);
      case '#' -> pastText("\n", at);
      case '-' -> open.indexOf("-- ", at) == at ? pastText("\n", at) : at + 1;
      case '/' -> open.indexOf("/*", at) == at ? pastText("*/", at + 2) : at + 1;
      default -> at + 1;
    };
  }

  private int pastText(String end, int from) {
    int found = open.indexOf(end, from);
    return found < 0 ? -1 : found + end.length();
  }

  /** A doubled quote inside begins the next piece at once, which comes to the same. */
  private int pastQuote(int at, char quote, boolean escapes) {
    for (int i = at + 1; i < open.length(); i++) {
      char c = open.charAt(i);
      if (c == '\\' && escapes) {
        i++;
      } else if (c == quote) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Whether there is nothing but blanks and comments. */
  private static boolean isBlank(String text) {
    return text.replaceAll("(?s)/\\*.*?\\*/|(?m)(?-s)(#|-- ).*$", "").isBlank();
  }
}
