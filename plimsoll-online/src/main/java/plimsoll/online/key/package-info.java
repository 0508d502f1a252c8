/**
 * Keys as bytes whose order is the order in which rows are read.
 *
 * <p>In: rows of a batch. Out: bytes. Start at {@link plimsoll.online.key.KeyLayout}, which has the
 * whole layout on one page. Knows no files.
 */
@NullMarked
package plimsoll.online.key;

import org.jspecify.annotations.NullMarked;
