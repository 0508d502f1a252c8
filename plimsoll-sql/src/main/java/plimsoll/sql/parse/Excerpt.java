package plimsoll.sql.parse;

import plimsoll.error.PlimsollException;
import plimsoll.sql.tree.Position;

/** The line an error is about, with a caret below the place. */
public final class Excerpt {
  private static final int WIDTH = 100;
  private static final int BEFORE = 60;

  private Excerpt() {}

  /**
   * The failure with its place in front and the line it is about below; without the line if the
   * source holds a password.
   */
  public static PlimsollException locate(PlimsollException failure, Position at, String source) {
    PlimsollException placed = failure.at(at.toString());
    return Secrets.in(source) ? placed : placed.showing(show(source, at));
  }

  /** Two lines: the text around the place, and a caret. Long lines are cut on both sides. */
  static String show(String source, Position at) {
    String line = line(source, at.line()).replace('\t', ' ');
    int column = Math.min(at.column() - 1, line.length());
    int from = line.length() <= WIDTH ? 0 : Math.max(0, column - BEFORE);
    int to = Math.min(line.length(), from + WIDTH);
    return "  " + line.substring(from, to) + "\n  " + " ".repeat(column - from) + "^";
  }

  private static String line(String source, int number) {
    return source.lines().skip(number - 1L).findFirst().orElse("");
  }
}
