/**
 * The offline store: tables as Apache Iceberg metadata over Parquet files.
 *
 * <p>In: staged files of loads. Out: a new metadata file per table and group, synced, for the
 * metastore to point to; and, for queries, the files of a snapshot. Start at {@link
 * plimsoll.lake.iceberg.IcebergStore}. Nothing here moves a pointer.
 */
@NullMarked
package plimsoll.lake.iceberg;

import org.jspecify.annotations.NullMarked;
