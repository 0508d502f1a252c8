package plimsoll.pipeline.parse;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Unpacker;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.Table;
import plimsoll.model.Vector;
import plimsoll.storage.InputFiles;

/** Makes formats from options; plimsoll-formats implements it, wiring hands it to the planner. */
public interface Formats {
  /**
   * CSV into a table.
   *
   * @param fields names of the file's fields from left to right; a name that is no column of the
   *     table is read over. Null: all columns in table order, which is then what a header that is
   *     read by name has to say
   * @param zone where times that say their own zone or offset are brought to
   */
  Format csv(
      CsvOptions options,
      Table table,
      @Nullable List<String> fields,
      BadValuePolicy badValues,
      ZoneId zone);

  /** As above, with times in UTC. */
  default Format csv(
      CsvOptions options, Table table, @Nullable List<String> fields, BadValuePolicy badValues) {
    return csv(options, table, fields, badValues, ZoneOffset.UTC);
  }

  /**
   * Reads the header of a CSV input from its first bytes, so that a plan can resolve names before
   * anything is loaded. A load whose options say {@code BY_NAME} passes the result to {@link #csv}
   * as {@code fields}; every input is then checked to have the same header.
   *
   * @param data first bytes of the first input, decompressed
   * @param length how many there are
   * @param wholeInput whether the input ends there
   * @return names from left to right, or empty if the bytes end before the header does: give more
   * @throws plimsoll.error.PlimsollException {@code HEADER_MISMATCH} for an input without a header,
   *     and for names that are empty or occur twice
   */
  Optional<List<String>> header(CsvOptions options, byte[] data, int length, boolean wholeInput);

  /**
   * The rows of Parquet files for a table. Every file's schema is read and fitted to the table
   * first: columns are found by name, in any order, without regard to letter case.
   *
   * @param options of these, what a name that is no column means, and how text becomes values
   * @param zone where instants are brought to
   * @param missing fills what a file lacks
   * @throws plimsoll.error.PlimsollException {@code BAD_PARQUET}, {@code FILE_UNREADABLE}, {@code
   *     HEADER_MISMATCH} for strange names, {@code COLUMN_TYPE}, {@code NO_DEFAULT}
   */
  BatchSource parquet(
      InputFiles files,
      CsvOptions options,
      Table table,
      BadValuePolicy badValues,
      ZoneId zone,
      MissingColumns missing);

  /**
   * The columns of a table that takes Parquet files as they are: all files have the same, in any
   * order.
   *
   * @throws plimsoll.error.PlimsollException {@code BAD_PARQUET}, {@code FILE_UNREADABLE}; {@code
   *     HEADER_MISMATCH} for files that differ, {@code UNSUPPORTED} for nested columns, {@code
   *     COLUMN_TYPE} for types that no column has, {@code DUPLICATE_COLUMN}
   */
  Schema parquetSchema(InputFiles files);

  /**
   * The columns of Parquet files for those who ask them as they are: names and types that they say,
   * but a column whose values only a table can tell has the type that the table of a load gives it:
   * text in bytes, times in numbers, lists in text.
   *
   * @param options of these, how numbers become times
   * @param like the table's columns
   * @return all may be NULL; those that no type of ours can hold are not there
   * @throws plimsoll.error.PlimsollException {@code BAD_PARQUET}, {@code FILE_UNREADABLE}, {@code
   *     HEADER_MISMATCH} if files contradict each other, {@code UNSUPPORTED}
   */
  Schema parquetColumns(InputFiles files, CsvOptions options, Schema like);

  /** Fills columns that an input does not have: with their default, else with NULL. */
  interface MissingColumns {
    /**
     * What completes batches, for any number of workers.
     *
     * @param present for each column of the table, whether it is filled already
     * @throws plimsoll.error.PlimsollException {@code NO_DEFAULT}
     */
    Consumer<Batch> filler(boolean[] present);
  }

  /** A one-slot vector with the value of a constant. BAD_VALUE if the text is no such value. */
  Vector constant(DataType type, String text);

  /** What opens compressed inputs. */
  Unpacker unpacker();
}
