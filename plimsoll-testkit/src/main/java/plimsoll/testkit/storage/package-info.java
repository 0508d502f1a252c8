/**
 * Storage for tests: what every storage must do, and a disk that forgets, fails and stops.
 *
 * <p>Start at {@link plimsoll.testkit.storage.StorageContract} for a new kind of storage, at {@link
 * plimsoll.testkit.storage.SimulatedStorage} for a test of what survives a crash.
 */
@NullMarked
package plimsoll.testkit.storage;

import org.jspecify.annotations.NullMarked;
