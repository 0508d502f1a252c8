package plimsoll.query;

import plimsoll.model.DataType;

/**
 * A column of a result.
 *
 * @param name as the query names it
 * @param type logical type of its values
 */
public record ResultColumn(String name, DataType type) {}
