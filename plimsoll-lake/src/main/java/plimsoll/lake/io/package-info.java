/**
 * Iceberg's and Parquet's file interfaces over {@link plimsoll.storage.Storage}.
 *
 * <p>In: locations as Iceberg metadata writes them. Out: streams. Start at {@link
 * plimsoll.lake.io.StorageFileIO}. Knows nothing of tables.
 */
@NullMarked
package plimsoll.lake.io;

import org.jspecify.annotations.NullMarked;
