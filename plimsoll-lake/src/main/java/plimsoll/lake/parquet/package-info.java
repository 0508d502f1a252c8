/**
 * Column encoding: batches in, staged Parquet files out.
 *
 * <p>In: checked {@link plimsoll.model.Batch}es. Out: synced files with the metrics Iceberg wants.
 * The way of a value: {@code ParquetStoreWriter} (which partition) → {@code RowGroup} → {@code
 * ColumnEncoder} (which encoding) → page → {@code Compressor} → {@code OpenFile}. Start at {@link
 * plimsoll.lake.parquet.ParquetStoreWriter}. Pages that need no encoding go by {@code PageCopies}
 * and {@code CopiedRowGroup} into files of their own. File layout, footers and indexes are
 * parquet-java's.
 */
@NullMarked
package plimsoll.lake.parquet;

import org.jspecify.annotations.NullMarked;
