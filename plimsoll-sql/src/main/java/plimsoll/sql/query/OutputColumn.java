package plimsoll.sql.query;

import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;

/**
 * A column of a query's result.
 *
 * @param name its alias, or the expression as written
 * @param type logical type
 * @param nullable whether it may be NULL
 * @param origin the column that it is; null for an expression
 */
public record OutputColumn(
    String name, DataType type, boolean nullable, @Nullable ColumnOrigin origin) {}
