package plimsoll.query;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import plimsoll.model.Column;
import plimsoll.model.TableName;

/**
 * One table as a query sees it: a snapshot's files and the columns to read from them.
 *
 * @param table the name that the query uses
 * @param columns columns in order; files are matched by field id, so a renamed column is found and
 *     a column that a file does not have is NULL
 * @param files absolute paths of Parquet data files; none for an empty table
 * @param positionDeletes absolute paths of Parquet position delete files, whose rows are not seen
 * @param fileColumn name of one more column, with the path of each row's file; null for none
 */
public record ScanFiles(
    TableName table,
    List<Column> columns,
    List<String> files,
    List<String> positionDeletes,
    @Nullable String fileColumn)
    implements Scan {
  /** Copies the lists. */
  public ScanFiles {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
    positionDeletes = List.copyOf(positionDeletes);
  }

  /** Columns of the table alone. */
  public ScanFiles(
      TableName table, List<Column> columns, List<String> files, List<String> positionDeletes) {
    this(table, columns, files, positionDeletes, null);
  }

  /** With rows of more files, which have no deletes. */
  public ScanFiles with(List<String> more) {
    List<String> all = Stream.concat(files.stream(), more.stream()).toList();
    return new ScanFiles(table, columns, all, positionDeletes, fileColumn);
  }

  /** Files without deletes. */
  public static ScanFiles of(TableName table, List<Column> columns, List<String> files) {
    return new ScanFiles(table, columns, files, List.of());
  }
}
