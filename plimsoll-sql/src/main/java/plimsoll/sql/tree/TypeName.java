package plimsoll.sql.tree;

import java.util.List;

/**
 * A column type as written.
 *
 * @param at where it stands
 * @param name the word, for example {@code varchar}
 * @param arguments what stands in parentheses: numbers or {@code *}
 * @param unsigned whether UNSIGNED follows
 * @param nested whether element types follow in angle brackets
 */
public record TypeName(
    Position at, String name, List<String> arguments, boolean unsigned, boolean nested) {
  /** Copies the list. */
  public TypeName {
    arguments = List.copyOf(arguments);
  }
}
