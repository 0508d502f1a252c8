package plimsoll.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;

/**
 * A user's pattern for files: {@code * ? [ ]} within one name, braces across names. The same for
 * every kind of storage; only {@link Tree} differs.
 *
 * <p>A name that begins with {@code .} or {@code _} is hidden (temporary files, {@code _SUCCESS}):
 * it matches only where the pattern's name begins with the same letter. Directories never match.
 */
public final class PathPattern {
  private static final String HIDDEN_ARE_LEFT_OUT =
      " Names that begin with . or _ are left out, unless the pattern's name begins so.";

  private static final String SPECIAL = "*?[]{}";
  private static final int MOST_ALTERNATIVES = 1000;

  private PathPattern() {}

  /** Whether a text holds any letter that means something in a pattern. */
  public static boolean isPattern(String text) {
    return text.chars().anyMatch(letter -> SPECIAL.indexOf(letter) >= 0);
  }

  /** What to tell, behind a sentence, whose pattern or path matched nothing. */
  public static String whyNothing(String pattern) {
    return " Paths are taken from the directory of the process that reads them."
        + (isPattern(pattern) ? HIDDEN_ARE_LEFT_OUT : "");
  }

  /** Whether a file of that name is left out when its directory is named as a whole. */
  public static boolean isHidden(String name) {
    return name.startsWith(".") || name.startsWith("_");
  }

  /**
   * Paths of the files that match, in path order.
   *
   * @param pattern absolute, with forward slashes
   * @throws FileSystemException when the pattern itself is wrong, for example an open bracket
   */
  public static List<String> find(String pattern, Tree tree) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    for (String plain : alternatives(pattern)) {
      descend("", plain.substring(1).split("/+", -1), 0, tree, found);
    }
    return List.copyOf(found);
  }

  /**
   * What a pattern says without its braces: each alternative as a pattern of its own.
   *
   * @throws FileSystemException for a brace that is never closed, or more than 1000 alternatives
   */
  public static List<String> alternatives(String pattern) throws IOException {
    List<String> found = new ArrayList<>();
    expandBraces(pattern, pattern, found);
    return found;
  }

  private static void descend(String base, String[] names, int at, Tree tree, Set<String> found)
      throws IOException {
    boolean last = at == names.length - 1;
    if (!last && !isPattern(names[at])) {
      descend(base + "/" + names[at], names, at + 1, tree, found);
      return;
    }
    PathMatcher matcher = matcher(names[at]);
    for (Entry entry : tree.entries(base.isEmpty() ? "/" : base)) {
      if (entry.directory() == last || !matches(names[at], matcher, entry.name())) {
        continue;
      }
      String path = base + "/" + entry.name();
      if (last) {
        found.add(path);
      } else {
        descend(path, names, at + 1, tree, found);
      }
    }
  }

  private static boolean matches(String pattern, PathMatcher matcher, String name) {
    boolean seen = !isHidden(name) || pattern.startsWith(name.substring(0, 1));
    return seen && matcher.matches(Path.of(name));
  }

  private static PathMatcher matcher(String name) throws IOException {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + name);
    } catch (PatternSyntaxException e) {
      throw wrong(name, e.getDescription());
    }
  }

  /** {@code a{b,c/d}e} as {@code abe} and {@code ac/de}; braces may nest. */
  private static void expandBraces(String text, String whole, List<String> found)
      throws IOException {
    int open = text.indexOf('{');
    if (open < 0) {
      if (found.size() == MOST_ALTERNATIVES) {
        throw wrong(whole, "its braces have more than " + MOST_ALTERNATIVES + " alternatives");
      }
      found.add(text);
      return;
    }
    List<String> parts = new ArrayList<>();
    int close = split(text, open, parts);
    if (close < 0) {
      throw wrong(whole, "a brace is never closed");
    }
    for (String part : parts) {
      expandBraces(text.substring(0, open) + part + text.substring(close + 1), whole, found);
    }
  }

  /** Collects the alternatives of the brace at {@code open}; the place of its end, or -1. */
  private static int split(String text, int open, List<String> parts) {
    int depth = 0;
    int from = open + 1;
    for (int at = open; at < text.length(); at++) {
      char letter = text.charAt(at);
      if (letter == '{') {
        depth++;
      } else if (letter == '}' && --depth == 0) {
        parts.add(text.substring(from, at));
        return at;
      } else if (letter == ',' && depth == 1) {
        parts.add(text.substring(from, at));
        from = at + 1;
      }
    }
    return -1;
  }

  private static FileSystemException wrong(String pattern, String reason) {
    return new FileSystemException(pattern, null, "Not a valid pattern, " + reason);
  }

  /** The names of a storage, one directory at a time. */
  @FunctionalInterface
  public interface Tree {
    /** What lies directly in a directory, in any order; nothing if it is absent or a file. */
    List<Entry> entries(String directory) throws IOException;
  }

  /**
   * One name in a directory.
   *
   * @param name last part of its path
   * @param directory whether it is a directory; links are what they lead to
   */
  public record Entry(String name, boolean directory) {}
}
