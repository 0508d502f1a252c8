/**
 * Rows that a query reads from elsewhere than a table's own files, put into files for the time of
 * that query.
 */
@NullMarked
package plimsoll.server.scan;

import org.jspecify.annotations.NullMarked;
