/**
 * Parquet files as the rows of a load: no text in between, no object for a value.
 *
 * <p>In: files that are read at any place. Out: batches, filled column by column from decoded
 * pages. Row groups are taken by workers in turn, over all files; a batch never crosses the end of
 * a page, so what is in memory is one page and one dictionary of each column. Footers, schemas,
 * page headers and the rarer encodings are parquet-java's; the rest is here, as its readers need
 * Hadoop, hold whole row groups and make an object of each text.
 *
 * <p>A row group whose pages a table may have as they are is offered as {@link CopiedGroup}: it is
 * read as ever, and its {@link PageLog}s tell where the pages lie.
 *
 * <p>Start at {@link plimsoll.formats.parquet.ParquetRows}.
 */
@NullMarked
package plimsoll.formats.parquet;

import org.jspecify.annotations.NullMarked;
