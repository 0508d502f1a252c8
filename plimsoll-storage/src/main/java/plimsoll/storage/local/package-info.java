/**
 * The disks of this machine, and the lock on a data directory.
 *
 * <p>In: absolute paths. Out: bytes, listings; {@link java.nio.file.FileSystemException}s that name
 * path and reason. Start at {@link plimsoll.storage.local.LocalStorage}. May use the engine only.
 */
@NullMarked
package plimsoll.storage.local;

import org.jspecify.annotations.NullMarked;
