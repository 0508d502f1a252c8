/**
 * CSV: bytes to typed columns in two stages, without an object per field or row.
 *
 * <p>In: {@link plimsoll.flow.Chunk}s of whole records, cut by {@link
 * plimsoll.formats.csv.CsvCutter}. Stage one ({@link plimsoll.formats.csv.Indexer}) finds the
 * separators and record ends, stage two ({@link plimsoll.formats.csv.FieldSlicer}, then a {@link
 * plimsoll.convert.ValueReader} a column) makes values of what lies between. Out: {@link
 * plimsoll.model.Batch}es, and bad rows to {@link plimsoll.flow.RowRejects}. Start at {@link
 * plimsoll.formats.csv.CsvReader}. The rules: docs/formats/csv.md.
 */
@NullMarked
package plimsoll.formats.csv;

import org.jspecify.annotations.NullMarked;
