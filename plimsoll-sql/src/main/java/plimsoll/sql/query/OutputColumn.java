package plimsoll.sql.query;

import plimsoll.model.DataType;

/**
 * A column of a query's result.
 *
 * @param name its alias, or the expression as written
 * @param type logical type
 * @param nullable whether it may be NULL
 */
public record OutputColumn(String name, DataType type, boolean nullable) {}
