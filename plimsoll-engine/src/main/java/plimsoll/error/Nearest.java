package plimsoll.error;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name a user probably meant. */
public final class Nearest {
  private static final int FARTHEST = 3;

  /** One edit makes any name of two letters out of another, and most of three letters. */
  private static final int TOO_SHORT = 2;

  private static final int SHORT = 3;

  private Nearest() {}

  /** {@code " Did you mean 'x'?"}, or the empty text when nothing is near; for message ends. */
  public static String hint(String written, Collection<String> known) {
    return find(written, known).map(name -> " Did you mean '" + name + "'?").orElse("");
  }

  /** As {@link #hint}, after a text that does not end with a full stop when there is no hint. */
  public static String sentence(String written, Collection<String> known) {
    String hint = hint(written, known);
    return hint.isEmpty() ? "" : "." + hint;
  }

  /**
   * The known name with the fewest edits from {@code written}, at most a third of its letters. One
   * of three letters must begin alike, a shorter one differ in case only.
   */
  public static Optional<String> find(String written, Collection<String> known) {
    String wanted = written.toLowerCase(Locale.ROOT);
    int best = wanted.length() <= TOO_SHORT ? 1 : Math.min(FARTHEST, wanted.length() / 3) + 1;
    String found = null;
    for (String name : known) {
      String other = name.toLowerCase(Locale.ROOT);
      int distance = distance(wanted, other, best);
      if (distance < best && (wanted.length() > SHORT || beginAlike(wanted, other))) {
        best = distance;
        found = name;
      }
    }
    return Optional.ofNullable(found);
  }

  private static boolean beginAlike(String a, String b) {
    return a.isEmpty() || b.startsWith(a.substring(0, 1));
  }

  /** Optimal string alignment distance; stops early and returns {@code limit} when not below it. */
  private static int distance(String a, String b, int limit) {
    if (Math.abs(a.length() - b.length()) >= limit) {
      return limit;
    }
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      d[i][0] = i;
    }
    for (int j = 0; j <= b.length(); j++) {
      d[0][j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return Math.min(d[a.length()][b.length()], limit);
  }
}
