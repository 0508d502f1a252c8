/**
 * Bytes at rest: list, open, create, sync, delete. One variant per kind of storage, in
 * plimsoll-storage. Start at {@link plimsoll.storage.Storage}.
 */
@NullMarked
package plimsoll.storage;

import org.jspecify.annotations.NullMarked;
