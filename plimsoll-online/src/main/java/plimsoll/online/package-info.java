/**
 * The online store as the engine uses it.
 *
 * <p>In: checked batches of loads, and what commits decided. Out: rows by key and time. Start at
 * {@link plimsoll.online.RocksOnline}; a load's way is in {@code write}, what is on disk in {@code
 * store}.
 */
@NullMarked
package plimsoll.online;

import org.jspecify.annotations.NullMarked;
