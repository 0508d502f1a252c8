package plimsoll.server.session;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.lake.iceberg.LakeReader;
import plimsoll.lake.iceberg.SnapshotPins;
import plimsoll.lake.iceberg.TableFiles;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;
import plimsoll.query.ScanFiles;

/** Tables of the offline store. */
public final class LakeSnapshots implements TableSnapshots {
  private final Metastore metastore;
  private final SnapshotPins pins;
  private final LakeReader reader;

  /** Reads with {@code reader}; {@code pins} are those of the store that writes. */
  public LakeSnapshots(Metastore metastore, SnapshotPins pins, LakeReader reader) {
    this.metastore = metastore;
    this.pins = pins;
    this.reader = reader;
  }

  @Override
  public Snapshot open(Table table) {
    SnapshotPins.Pin pin = pins.pin(table.id()); // before the pointer is read
    try {
      TableFiles files = reader.files(table, pointer(table));
      return new LakeSnapshot(pin, files, scan(table, files));
    } catch (IOException e) {
      pin.close();
      throw unreadable(table, e);
    } catch (RuntimeException e) {
      pin.close();
      throw e;
    }
  }

  private String pointer(Table table) {
    return metastore
        .pointer(table)
        .orElseThrow(() -> ErrorCode.UNKNOWN_TABLE.with(table.name(), " It was dropped."));
  }

  private static PlimsollException unreadable(Table table, IOException e) {
    return ErrorCode.FILE_UNREADABLE.because(
        e, "the metadata of " + table.name(), String.valueOf(e.getMessage()));
  }

  private static ScanFiles scan(Table table, TableFiles files) {
    List<Column> columns = new ArrayList<>();
    for (TableFiles.Field field : files.fields()) {
      DataType type = field.type();
      if (type == null) {
        throw ErrorCode.REFUSED.with(
            "Column '"
                + field.name()
                + "' of "
                + table.name()
                + " has the type "
                + field.icebergType()
                + ", given by another engine, which cannot be read here.");
      }
      columns.add(new Column(field.id(), field.name(), type, !field.required(), null, ""));
    }
    Set<String> deletes = new LinkedHashSet<>();
    files.files().forEach(file -> deletes.addAll(file.positionDeletes()));
    List<String> paths = files.files().stream().map(TableFiles.DataFile::path).toList();
    return new ScanFiles(table.name(), columns, paths, List.copyOf(deletes));
  }

  private record LakeSnapshot(SnapshotPins.Pin pin, TableFiles files, ScanFiles scan)
      implements Snapshot {
    @Override
    public SoftLinks links() {
      return files.links();
    }

    @Override
    public long rows() {
      return files.rows();
    }

    @Override
    public long rows(String path) {
      return files.files().stream()
          .filter(file -> file.path().equals(path))
          .mapToLong(TableFiles.DataFile::rows)
          .sum();
    }

    @Override
    public long bytes() {
      return files.bytes();
    }

    @Override
    public void close() {
      pin.close();
    }
  }
}
