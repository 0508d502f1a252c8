package plimsoll.server.schema;

/**
 * A collation that clients may name.
 *
 * @param name its name
 * @param charset its character set
 * @param number MySQL's number of it
 * @param main whether it is its character set's own
 * @param widest bytes of the set's longest character
 */
public record Collation(String name, String charset, int number, boolean main, int widest) {}
