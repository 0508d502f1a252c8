/**
 * The online store: rows by key and time in RocksDB, embedded.
 *
 * <p>In: staged loads, deletions and truncations, each under the number of its commit, in that
 * order; done again, they do nothing. Out: rows of a key, newest first. Start at {@link
 * plimsoll.online.store.OnlineStore}. The only package that names RocksDB.
 */
@NullMarked
package plimsoll.online.store;

import org.jspecify.annotations.NullMarked;
