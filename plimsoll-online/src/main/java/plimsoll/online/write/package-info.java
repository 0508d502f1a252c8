/**
 * A load's way into the online store, up to staged files.
 *
 * <p>In: checked batches of each worker. Out: sorted runs ({@link
 * plimsoll.online.write.StagedRuns}), which the store makes one {@link
 * plimsoll.online.write.StagedLoad}. Start at {@link plimsoll.online.write.OnlineWriter}. Knows
 * nothing of RocksDB.
 */
@NullMarked
package plimsoll.online.write;

import org.jspecify.annotations.NullMarked;
