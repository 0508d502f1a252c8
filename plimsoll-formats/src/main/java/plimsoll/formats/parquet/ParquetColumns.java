package plimsoll.formats.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFiles;

/**
 * The columns of a table that takes Parquet files as they are, without a value that does not
 * convert: docs/formats/parquet.md has the table. All take NULL, as in OpenMLDB.
 */
public final class ParquetColumns {
  private ParquetColumns() {}

  /**
   * The columns that all of the files have.
   *
   * @see plimsoll.pipeline.parse.Formats#parquetSchema
   */
  public static Schema of(InputFiles files) {
    String first = "";
    List<Column> columns = List.of();
    for (FileStatus status : files.files()) {
      List<Column> found = columns(files.opener(), status.path());
      if (first.isEmpty()) {
        first = status.path();
        columns = found;
      } else if (!sorted(found).equals(sorted(columns))) {
        throw ErrorCode.HEADER_MISMATCH.with(
            "'"
                + status.path()
                + "' has other columns than '"
                + first
                + "': "
                + text(found)
                + ", there "
                + text(columns)
                + ". Name one of them, or the columns.");
      }
    }
    return new Schema(columns);
  }

  private static List<Column> columns(InputFiles.Opener opener, String path) {
    try (ParquetFile file = ParquetFile.open(opener, path)) {
      return columns(path, file.schema());
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, path, e.getMessage());
    }
  }

  private static List<Column> columns(String path, MessageType schema) {
    List<Column> columns = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Type field : schema.getFields()) {
      if (Binding.isOurs(field.getName())) {
        continue;
      }
      if (field.getName().isEmpty()) {
        throw ErrorCode.BAD_PARQUET.with(path, "it has a column without a name.");
      }
      if (!names.add(field.getName().toLowerCase(Locale.ROOT))) {
        throw ErrorCode.DUPLICATE_COLUMN.with(field.getName(), "'" + path + "'");
      }
      columns.add(Column.of(columns.size() + 1, field.getName(), type(path, field)));
    }
    if (columns.isEmpty()) {
      throw ErrorCode.BAD_PARQUET.with(path, "it has no columns.");
    }
    return columns;
  }

  private static DataType type(String path, Type field) {
    if (!(field instanceof PrimitiveType primitive)
        || field.isRepetition(Type.Repetition.REPEATED)) {
      throw Binding.nested(path, field, " Name the columns: CREATE TABLE t (...).");
    }
    SourceType type = SourceType.of(primitive);
    DataType own = OwnType.of(primitive, type);
    if (own == null) {
      throw none(path, field, type);
    }
    return own;
  }

  private static PlimsollException none(String path, Type field, SourceType type) {
    return ErrorCode.COLUMN_TYPE.with(
        "Column '"
            + field.getName()
            + "' of '"
            + path
            + "' is "
            + type
            + ", which is no type of a column. Name the columns: CREATE TABLE t (...).");
  }

  /** Files may have them in any order. */
  private static List<String> sorted(List<Column> columns) {
    return columns.stream()
        .map(column -> column.name().toLowerCase(Locale.ROOT) + " " + column.type().sql())
        .sorted(Comparator.naturalOrder())
        .toList();
  }

  private static String text(List<Column> columns) {
    return String.join(
        ", ", columns.stream().map(column -> column.name() + " " + column.type().sql()).toList());
  }
}
