/**
 * Entries of a load in the order of their keys, in bounded memory: sorted in parts, which wait on
 * disk and are read side by side.
 *
 * <p>In: tails of keys with rows. Out: one sorted sequence ({@link plimsoll.online.sort.Entries}).
 * Start at {@link plimsoll.online.sort.SortedEntries}. Knows nothing of indexes or of RocksDB.
 */
@NullMarked
package plimsoll.online.sort;

import org.jspecify.annotations.NullMarked;
