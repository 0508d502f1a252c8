package plimsoll.sql.tree;

import java.util.List;
import java.util.Optional;

/**
 * A column in CREATE TABLE.
 *
 * @param name its name
 * @param type its type
 * @param nullable false for NOT NULL, true for NULL, empty if neither was written
 * @param defaultValue what follows DEFAULT
 * @param comment what follows COMMENT, or the empty text
 * @param others what else was written, by name, with its place: AUTO_INCREMENT, SUM, KEY, AS (...)
 */
public record ColumnDefinition(
    Name name,
    TypeName type,
    Optional<Boolean> nullable,
    Optional<Default> defaultValue,
    String comment,
    List<Name> others) {
  /** Copies the list. */
  public ColumnDefinition {
    others = List.copyOf(others);
  }

  /** What a column gets when a load does not mention it. */
  public sealed interface Default {
    /** Where it stands. */
    Position at();

    /**
     * A constant.
     *
     * @param at where it stands
     * @param value the constant
     */
    record Constant(Position at, Literal value) implements Default {}

    /**
     * The time of the load.
     *
     * @param at where it stands
     */
    record CurrentTimestamp(Position at) implements Default {}

    /**
     * Some other expression.
     *
     * @param at where it stands
     * @param text as written, with its parentheses
     */
    record Expression(Position at, String text) implements Default {}
  }
}
