/**
 * Do two sides of a table hold the same rows?
 *
 * <p>In: batches of both. Out: counts and checksums by ranges of keys, and the rows that one of
 * them lacks. Start at {@link plimsoll.online.compare.RangeSums}.
 */
@NullMarked
package plimsoll.online.compare;

import org.jspecify.annotations.NullMarked;
