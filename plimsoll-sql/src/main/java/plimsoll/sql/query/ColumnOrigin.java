package plimsoll.sql.query;

import plimsoll.model.TableName;

/**
 * The column of a table that a column of a result shows as it is.
 *
 * @param table the table
 * @param column the column's name there
 */
public record ColumnOrigin(TableName table, String column) {}
