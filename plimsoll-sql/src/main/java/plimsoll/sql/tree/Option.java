package plimsoll.sql.tree;

/**
 * {@code name = value} in an option or property list.
 *
 * @param name as written
 * @param value its value
 */
public record Option(Name name, Literal value) {}
