package plimsoll.formats.parquet;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.formats.parquet.SourceType.Kind;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Schema;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFiles;

/**
 * The columns of files with the types that they say themselves.
 *
 * @see plimsoll.pipeline.parse.Formats#parquetColumns
 */
public final class FileColumns {
  private final plimsoll.convert.Conversions rules;
  private final Schema like;
  private final Map<String, Column> found = new LinkedHashMap<>();

  private FileColumns(plimsoll.convert.Conversions rules, Schema like) {
    this.rules = rules;
    this.like = like;
  }

  /**
   * Those of all the files, in the order in which they are first named.
   *
   * @param rules whether numbers are times
   * @param like columns of the table that the files are read for
   */
  public static Schema of(InputFiles files, plimsoll.convert.Conversions rules, Schema like) {
    FileColumns columns = new FileColumns(rules, like);
    for (FileStatus status : files.files()) {
      String path = status.path();
      try (ParquetFile file = ParquetFile.open(files.opener(), path)) {
        for (Type column : file.schema().getFields()) {
          columns.add(path, column);
        }
      } catch (IOException e) {
        throw ErrorCode.FILE_UNREADABLE.because(e, path, e.getMessage());
      }
    }
    if (columns.found.isEmpty()) {
      throw ErrorCode.HEADER_MISMATCH.with(
          "'" + files.describe() + "' has no column of a type that can be read.");
    }
    return new Schema(columns.found.values().stream().toList());
  }

  private void add(String path, Type column) {
    String name = column.getName();
    DataType type = Binding.isOurs(name) ? null : type(path, column);
    if (type == null) {
      return;
    }
    String key = name.toLowerCase(Locale.ROOT);
    Column before = found.putIfAbsent(key, Column.of(1, name, type));
    if (before == null) {
      return;
    }
    DataType both = wider(before.type(), type);
    if (both == null) {
      throw ErrorCode.HEADER_MISMATCH.with(
          String.format(
              Locale.ROOT,
              "Column '%s' of '%s' is %s, but %s in the files before it. Load them one by one.",
              name,
              path,
              type.sql(),
              before.type().sql()));
    }
    found.put(key, before.withType(both));
  }

  /** What no column can hold is missed only where the table has a column for it. */
  private @Nullable DataType type(String path, Type column) {
    int index = like.indexOf(column.getName());
    Column wanted = index < 0 ? null : like.column(index);
    if (!(column instanceof PrimitiveType primitive)
        || column.isRepetition(Type.Repetition.REPEATED)) {
      if (wanted != null) {
        throw Binding.nested(path, column, Binding.LEAVE_OUT);
      }
      return null;
    }
    SourceType source = SourceType.of(primitive);
    return withoutLength(
        wanted != null && onlyTheTableKnows(source, wanted.type())
            ? wanted.type()
            : OwnType.of(primitive, source));
  }

  /**
   * Numbers may be times, bytes text, and texts values of any make: nothing in the file says so.
   */
  private boolean onlyTheTableKnows(SourceType source, DataType wanted) {
    boolean isTime =
        wanted == Scalar.DATETIME
            && source.kind() == Kind.INTEGER
            && source.physical() == PrimitiveTypeName.INT64
            && Conversions.isMillis(rules);
    boolean isText = wanted.isText() && source.kind() == Kind.BINARY;
    boolean isNested =
        wanted.isNested() && (source.kind() == Kind.TEXT || source.kind() == Kind.JSON);
    return isTime || isText || isNested;
  }

  private static @Nullable DataType withoutLength(@Nullable DataType type) {
    return type instanceof DataType.Varchar ? Scalar.STRING : type;
  }

  /** The one of two types that holds the values of both; null if neither does. */
  private static @Nullable DataType wider(DataType one, DataType other) {
    if (one.equals(other)) {
      return one;
    }
    int both = Math.max(rank(one), rank(other));
    boolean sameKind = rank(one) > 0 && rank(other) > 0 && rank(one) < REAL == rank(other) < REAL;
    return !sameKind ? null : rank(one) == both ? one : other;
  }

  private static final int REAL = 10;

  /** Of integers by their range, of floating numbers by theirs; 0 for others. */
  private static int rank(DataType type) {
    if (!(type instanceof Scalar scalar)) {
      return 0;
    }
    return switch (scalar) {
      case TINYINT -> 1;
      case SMALLINT -> 2;
      case INT -> 3;
      case BIGINT -> 4;
      case LARGEINT -> 5;
      case FLOAT -> REAL;
      case DOUBLE -> REAL + 1;
      default -> 0;
    };
  }
}
