package plimsoll.lake.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.DeleteFile;
import org.apache.iceberg.FileContent;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotSummary;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.types.Types.NestedField;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.lake.iceberg.TableFiles.DataFile;
import plimsoll.lake.iceberg.TableFiles.Field;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Schema;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;

/**
 * Reads a table's metadata for queries and status pages. Safe for many threads. A location's files
 * never change, so those of the last few queries are remembered.
 */
public final class LakeReader {
  private static final int REMEMBERED = 32;
  private static final int MOST_REMEMBERED_FILES = 10_000;

  private final FileIO io;
  private final MetadataCache cache;
  private final Map<String, Planned> planned =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Planned> eldest) {
              return size() > REMEMBERED;
            }
          });

  LakeReader(FileIO io, MetadataCache cache) {
    this.io = io;
    this.cache = cache;
  }

  /**
   * The files of a table's current snapshot. Pin the table before reading its pointer, and until
   * the files are read: {@link SnapshotPins}.
   *
   * @param location the table's current pointer
   * @throws plimsoll.error.PlimsollException REFUSED if another engine wrote deletes that are not
   *     lists of positions; UNSUPPORTED for data files that are not Parquet
   */
  public TableFiles files(Table table, String location) throws IOException {
    Planned known = planned.get(location);
    if (known != null && known.schema.equals(table.schema())) {
      return known.files;
    }
    TableFiles files = plan(table, location);
    if (files.files().size() <= MOST_REMEMBERED_FILES) {
      planned.put(location, new Planned(table.schema(), files));
    }
    return files;
  }

  private TableFiles plan(Table table, String location) throws IOException {
    TableMetadata metadata = cache.get(location);
    List<DataFile> files = new ArrayList<>();
    BaseTable scanned =
        new BaseTable(new StaticTableOperations(metadata, io), table.name().toString());
    try (CloseableIterable<FileScanTask> tasks =
        scanned.newScan().planWith(SameThread.INSTANCE).planFiles()) {
      tasks.forEach(task -> files.add(file(table, task)));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    Snapshot current = metadata.currentSnapshot();
    return new TableFiles(
        current == null ? -1 : current.snapshotId(),
        fields(table, metadata),
        files,
        LinkProperties.of(metadata));
  }

  /** Partitions of the current snapshot, by name. To be called under a pin, as for the files. */
  public List<PartitionSize> partitions(String location) throws IOException {
    Map<String, PartitionSize> partitions = new TreeMap<>();
    BaseTable scanned =
        new BaseTable(new StaticTableOperations(cache.get(location), io), "partitions");
    try (CloseableIterable<FileScanTask> tasks =
        scanned.newScan().planWith(SameThread.INSTANCE).planFiles()) {
      for (FileScanTask task : tasks) {
        String name = task.spec().partitionToPath(task.file().partition());
        partitions.put(
            name,
            partitions
                .getOrDefault(name, new PartitionSize(name, 0, 0, 0))
                .plus(task.file().recordCount(), task.file().fileSizeInBytes()));
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return List.copyOf(partitions.values());
  }

  private static DataFile file(Table table, FileScanTask task) {
    if (task.file().format() != FileFormat.PARQUET) {
      throw ErrorCode.UNSUPPORTED.with(
          "A data file in " + task.file().format() + " (" + task.file().location() + ")", "");
    }
    List<String> deletes = new ArrayList<>();
    for (DeleteFile delete : task.deletes()) {
      deletes.add(positionDeletes(table, delete));
    }
    return new DataFile(
        StorageFileIO.path(task.file().location()),
        task.file().fileSizeInBytes(),
        task.file().recordCount(),
        deletes);
  }

  private static String positionDeletes(Table table, DeleteFile delete) {
    if (delete.content() == FileContent.EQUALITY_DELETES) {
      throw refused(table, "equality deletes");
    }
    if (delete.format() != FileFormat.PARQUET) {
      throw refused(table, "deletion vectors or position deletes in " + delete.format());
    }
    return StorageFileIO.path(delete.location());
  }

  private static RuntimeException refused(Table table, String what) {
    return ErrorCode.REFUSED.with(
        "Table "
            + table.name()
            + " holds "
            + what
            + ", written by another engine, which cannot be applied here."
            + " Rewrite its data files with that engine first.");
  }

  private static List<Field> fields(Table table, TableMetadata metadata) {
    List<Field> fields = new ArrayList<>();
    for (NestedField field : metadata.schema().columns()) {
      fields.add(
          new Field(
              field.fieldId(),
              field.name(),
              type(table, field),
              field.type().toString(),
              field.isRequired()));
    }
    return fields;
  }

  /** As declared, or what Iceberg's type means if another engine added or widened the column. */
  private static @Nullable DataType type(Table table, NestedField field) {
    for (Column column : table.schema().columns()) {
      if (column.fieldId() == field.fieldId()
          && IcebergTypes.type(column.type()).equals(field.type())) {
        return column.type();
      }
    }
    return IcebergTypes.logical(field.type());
  }

  /** Rows and bytes of the current snapshot, from its summary: cheap. */
  public TableSize size(String location) throws IOException {
    Snapshot current = cache.get(location).currentSnapshot();
    Map<String, String> summary = current == null ? Map.of() : current.summary();
    return new TableSize(
        number(summary, SnapshotSummary.TOTAL_RECORDS_PROP),
        number(summary, SnapshotSummary.TOTAL_DATA_FILES_PROP),
        number(summary, SnapshotSummary.TOTAL_FILE_SIZE_PROP));
  }

  /**
   * Where a table's rows are.
   *
   * @param directory of its own files
   * @param links files of others that it shows
   */
  public record Contents(String directory, SoftLinks links) {}

  /** Where the rows of a table are: cheap. */
  public Contents contents(String location) throws IOException {
    TableMetadata metadata = cache.get(location);
    return new Contents(StorageFileIO.path(metadata.location()), LinkProperties.of(metadata));
  }

  /** Whether a table has files of its own. To be called under a pin, as for the files. */
  public boolean hasFiles(String location) throws IOException {
    return GroupSnapshot.contents(cache.get(location), io).files();
  }

  private static long number(Map<String, String> summary, String property) {
    String text = summary.get(property);
    return text == null ? 0 : Long.parseLong(text);
  }

  /** Snapshots that are still there, newest first. */
  public List<SnapshotInfo> history(String location) throws IOException {
    List<SnapshotInfo> history = new ArrayList<>();
    for (Snapshot snapshot : cache.get(location).snapshots()) {
      history.add(info(snapshot));
    }
    Collections.reverse(history);
    return history;
  }

  private static SnapshotInfo info(Snapshot snapshot) {
    Map<String, String> summary = snapshot.summary();
    String operation = snapshot.operation();
    return new SnapshotInfo(
        snapshot.snapshotId(),
        Instant.ofEpochMilli(snapshot.timestampMillis()),
        operation == null ? DataOperations.APPEND : operation,
        summary.getOrDefault("engine-name", ""),
        summary.getOrDefault(GroupSnapshot.LABELS, ""),
        number(summary, SnapshotSummary.ADDED_RECORDS_PROP),
        number(summary, SnapshotSummary.TOTAL_RECORDS_PROP));
  }

  private record Planned(Schema schema, TableFiles files) {}
}
