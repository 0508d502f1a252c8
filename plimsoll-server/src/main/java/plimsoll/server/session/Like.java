package plimsoll.server.session;

import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * SQL's LIKE for names: {@code %} any text, {@code _} one character, {@code \} takes it literally.
 */
final class Like {
  private Like() {}

  /** Names that fit, with regard to case; all without a pattern. */
  static Predicate<String> names(Optional<String> pattern) {
    return pattern.map(text -> compile(text, 0)).orElse(name -> true);
  }

  /** Whether a text fits, in any case. */
  static boolean matches(String pattern, String text) {
    return compile(pattern, Pattern.CASE_INSENSITIVE).test(text);
  }

  private static Predicate<String> compile(String like, int flags) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < like.length(); i++) {
      char c = like.charAt(i);
      if (c == '\\' && i + 1 < like.length()) {
        i++;
        regex.append(Pattern.quote(like.substring(i, i + 1)));
      } else if (c == '%') {
        regex.append(".*");
      } else {
        regex.append(c == '_' ? "." : Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), flags | Pattern.DOTALL).asMatchPredicate();
  }
}
