package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * A column type as written.
 *
 * @param at where it stands
 * @param name the word, for example {@code varchar}
 * @param arguments what stands in parentheses: numbers or {@code *}
 * @param unsigned whether UNSIGNED follows
 * @param parts what stands in angle brackets; empty if there are none
 */
public record TypeName(
    Position at, String name, List<String> arguments, boolean unsigned, List<Part> parts) {
  /** Copies the lists. */
  public TypeName {
    arguments = List.copyOf(arguments);
    parts = List.copyOf(parts);
  }

  /**
   * A type inside another.
   *
   * @param name of a struct's field; empty for others
   * @param type as written
   */
  public record Part(Optional<Name> name, TypeName type) {}
}
