package plimsoll.formats.parquet;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.flow.BatchSource;
import plimsoll.flow.LongRows;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.Table;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.Formats;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFiles;

/**
 * The rows of Parquet files. Workers take row groups in turn, in the order of the files; rejected
 * rows have the number of their row in the file as their line.
 */
public final class ParquetRows implements BatchSource {
  /** One row group of one file. */
  record Turn(PlannedFile file, int group, int ordinal) {}

  private final InputFiles files;
  private final Table table;
  private final Conversions conversions;
  private final BadValuePolicy badValues;
  private final List<PlannedFile> planned;
  private final boolean[] present;
  private final int groups;
  private int nextFile;
  private int nextGroup;
  private int nextOrdinal;

  private ParquetRows(
      InputFiles files,
      Table table,
      Conversions conversions,
      BadValuePolicy badValues,
      List<PlannedFile> planned,
      boolean[] present) {
    this.files = files;
    this.table = table;
    this.conversions = conversions;
    this.badValues = badValues;
    this.planned = planned;
    this.present = present;
    groups = planned.stream().mapToInt(PlannedFile::groups).sum();
  }

  /**
   * Reads every footer and fits every schema to the table.
   *
   * @see Formats#parquet
   */
  public static ParquetRows plan(
      InputFiles files,
      CsvOptions options,
      Table table,
      BadValuePolicy badValues,
      ZoneId zone,
      Formats.MissingColumns missing) {
    Conversions conversions = new Conversions(options.conversions(), zone);
    List<Binding> bindings = new ArrayList<>();
    List<PlannedFile> found = new ArrayList<>();
    for (FileStatus status : files.files()) {
      String path = status.path();
      try (ParquetFile file = ParquetFile.open(files.opener(), path)) {
        Binding binding = Binding.find(bindings, file.schema());
        if (binding == null) {
          binding = Binding.of(path, file.schema(), table, options, conversions);
          bindings.add(binding);
        }
        PlannedFile.check(path, file, binding);
        found.add(new PlannedFile(path, file.length(), file.groups().size(), binding, batch -> {}));
      } catch (IOException e) {
        throw ErrorCode.FILE_UNREADABLE.because(e, path, e.getMessage());
      }
    }
    boolean[] present = union(bindings, table.schema().size());
    requireNothingMissing(present, table, files.describe());
    return new ParquetRows(
        files, table, conversions, badValues, filled(found, present, table, missing), present);
  }

  private static boolean[] union(List<Binding> bindings, int columns) {
    boolean[] union = new boolean[columns];
    for (Binding binding : bindings) {
      boolean[] present = binding.present(columns);
      for (int i = 0; i < columns; i++) {
        union[i] |= present[i];
      }
    }
    return union;
  }

  private static List<PlannedFile> filled(
      List<PlannedFile> files, boolean[] union, Table table, Formats.MissingColumns missing) {
    List<PlannedFile> filled = new ArrayList<>();
    for (PlannedFile file : files) {
      boolean[] present = file.binding().present(union.length);
      for (int i = 0; i < union.length; i++) {
        present[i] |= !union[i]; // those that no file has are filled later, for all
      }
      requireNothingMissing(present, table, file.path());
      filled.add(
          new PlannedFile(
              file.path(), file.length(), file.groups(), file.binding(), missing.filler(present)));
    }
    return List.copyOf(filled);
  }

  /** Before anything is read: a column that takes no NULL and has no default. */
  private static void requireNothingMissing(boolean[] present, Table table, String input) {
    for (int i = 0; i < present.length; i++) {
      Column column = table.schema().column(i);
      if (!present[i] && !column.nullable() && column.defaultValue() == null) {
        throw ErrorCode.HEADER_MISMATCH.with(
            "'"
                + input
                + "' has no column '"
                + column.name()
                + "', which in table "
                + table.name()
                + " is NOT NULL and has no default.");
      }
    }
  }

  @Override
  public String describe() {
    return files.describe();
  }

  @Override
  public long totalBytes() {
    return files.totalBytes();
  }

  @Override
  public int maxWorkers() {
    return Math.max(1, groups);
  }

  @Override
  public boolean[] columnsPresent() {
    return present.clone();
  }

  @Override
  public String digest() {
    return "";
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    return newReader(rejects, progress, LongRows.FREE);
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress, LongRows longRows) {
    return new ParquetReader(this, rejects, progress, longRows);
  }

  /** The next row group for whoever asks; null when all are taken. */
  synchronized @Nullable Turn next() {
    while (nextFile < planned.size()) {
      PlannedFile file = planned.get(nextFile);
      if (nextGroup < file.groups()) {
        return new Turn(file, nextGroup++, nextOrdinal++);
      }
      nextFile++;
      nextGroup = 0;
    }
    return null;
  }

  /** No more row groups are given out. */
  @Override
  public synchronized void close() {
    nextFile = planned.size();
  }

  ParquetFile open(PlannedFile file) {
    return ParquetFile.open(files.opener(), file.path());
  }

  Table table() {
    return table;
  }

  Conversions conversions() {
    return conversions;
  }

  BadValuePolicy badValues() {
    return badValues;
  }
}
