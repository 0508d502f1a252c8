/**
 * What an online table is: columns, indexes, and when rows expire.
 *
 * <p>In: a table of the catalog and its declared indexes. Out: definitions in which every name is
 * resolved. Start at {@link plimsoll.online.table.OnlineTable}. Knows no bytes and no files.
 */
@NullMarked
package plimsoll.online.table;

import org.jspecify.annotations.NullMarked;
