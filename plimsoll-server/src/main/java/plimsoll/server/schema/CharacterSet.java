package plimsoll.server.schema;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Character sets that clients may speak. Tables hold UTF-8, whatever a client speaks. */
public enum CharacterSet {
  UTF8MB4("utf8mb4_general_ci", 45, 4, StandardCharsets.UTF_8),
  UTF8MB3("utf8mb3_general_ci", 33, 3, StandardCharsets.UTF_8),
  UTF8("utf8_general_ci", 33, 3, StandardCharsets.UTF_8),
  LATIN1("latin1_swedish_ci", 8, 1, Charset.forName("windows-1252")), // as MySQL's latin1 is
  ASCII("ascii_general_ci", 11, 1, StandardCharsets.UTF_8),
  BINARY("binary", 63, 1, StandardCharsets.UTF_8);

  /** Collations that clients name; comparing is always by code point. */
  private static final List<String> COLLATIONS =
      List.of(
          "ascii_general_ci",
          "binary",
          "latin1_swedish_ci",
          "utf8_general_ci",
          "utf8mb3_general_ci",
          "utf8mb4_0900_ai_ci",
          "utf8mb4_bin",
          "utf8mb4_general_ci",
          "utf8mb4_unicode_ci");

  private final String collation;
  private final int number;
  private final int widest;
  private final Charset charset;

  CharacterSet(String collation, int number, int widest, Charset charset) {
    this.collation = collation;
    this.number = number;
    this.widest = widest;
    this.charset = charset;
  }

  /** The set of that name, in any case; {@code NULL} and nothing stand for the server's. */
  public static Optional<CharacterSet> of(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    if (upper.equals("NULL") || upper.isEmpty()) {
      return Optional.of(UTF8MB4);
    }
    for (CharacterSet set : values()) {
      if (set.name().equals(upper)) {
        return Optional.of(set);
      }
    }
    return Optional.empty();
  }

  /** The set that a client's collation number belongs to; utf8mb4 if it is not known. */
  public static CharacterSet ofCollation(int number) {
    return switch (number) {
      case 5, 8, 15, 31, 47, 48, 49, 94 -> LATIN1;
      case 11, 65 -> ASCII;
      case 63 -> BINARY;
      case 33, 76, 83 -> UTF8;
      default -> UTF8MB4;
    };
  }

  /** The name that clients know. */
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Its collation. */
  public String collation() {
    return collation;
  }

  /** MySQL's number of that collation. */
  public int number() {
    return number;
  }

  /** Bytes of its longest character. */
  public int widest() {
    return widest;
  }

  /** How its text is read and written. */
  public Charset charset() {
    return charset;
  }

  /** Whether there is a collation of that name, in lower case. */
  public static boolean hasCollation(String name) {
    return COLLATIONS.contains(name);
  }

  /** What is known of the collations, by name. */
  public static List<Collation> collations() {
    return COLLATIONS.stream().map(CharacterSet::collation).toList();
  }

  private static Collation collation(String name) {
    String charset = name.contains("_") ? name.substring(0, name.indexOf('_')) : name;
    CharacterSet set = valueOf(charset.toUpperCase(Locale.ROOT));
    int number =
        switch (name) {
          case "utf8mb4_0900_ai_ci" -> 255;
          case "utf8mb4_bin" -> 46;
          case "utf8mb4_unicode_ci" -> 224;
          default -> set.number;
        };
    return new Collation(name, charset, number, set.collation.equals(name), set.widest);
  }
}
