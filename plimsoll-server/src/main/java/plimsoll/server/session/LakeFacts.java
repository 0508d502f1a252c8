package plimsoll.server.session;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Metastore;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.lake.iceberg.LakeReader;
import plimsoll.lake.iceberg.SnapshotPins;
import plimsoll.model.Table;
import plimsoll.server.schema.TableFacts;

/** Sizes and partitions by the tables' current metadata. */
public final class LakeFacts implements TableFacts {
  private static final Logger LOG = LoggerFactory.getLogger(LakeFacts.class);

  private final Metastore metastore;
  private final SnapshotPins pins;
  private final LakeReader reader;

  /** Reads with {@code reader}; {@code pins} are those of the store that writes. */
  public LakeFacts(Metastore metastore, SnapshotPins pins, LakeReader reader) {
    this.metastore = metastore;
    this.pins = pins;
    this.reader = reader;
  }

  /** A table that is dropped while we look has no size. */
  @Override
  public Optional<Size> size(Table table) {
    Optional<String> location = metastore.pointer(table);
    if (location.isEmpty()) {
      return Optional.empty();
    }
    try {
      var size = reader.size(location.get());
      return Optional.of(new Size(size.rows(), size.bytes()));
    } catch (IOException e) {
      LOG.debug("The size of {} cannot be told", table.name(), e);
      return Optional.empty();
    }
  }

  @Override
  public Optional<Offline> offline(Table table) {
    Optional<String> location = metastore.pointer(table);
    if (location.isEmpty()) {
      return Optional.empty();
    }
    try {
      var contents = reader.contents(location.get());
      return Optional.of(new Offline(contents.directory(), contents.links()));
    } catch (IOException e) {
      LOG.debug("The links of {} cannot be told", table.name(), e);
      return Optional.empty();
    }
  }

  @Override
  public boolean hasFiles(Table table) {
    SnapshotPins.Pin pin = pins.pin(table.id()); // before the pointer is read
    try {
      Optional<String> location = metastore.pointer(table);
      return location.isPresent() && reader.hasFiles(location.get());
    } catch (IOException e) {
      throw unreadable(table, e);
    } finally {
      pin.close();
    }
  }

  private static PlimsollException unreadable(Table table, IOException e) {
    return ErrorCode.FILE_UNREADABLE.because(
        e, "the metadata of " + table.name(), String.valueOf(e.getMessage()));
  }

  @Override
  public List<Partition> partitions(Table table) {
    SnapshotPins.Pin pin = pins.pin(table.id()); // before the pointer is read
    try {
      Optional<String> location = metastore.pointer(table);
      return location.isEmpty() ? List.of() : partitions(table, location.get());
    } finally {
      pin.close();
    }
  }

  private List<Partition> partitions(Table table, String location) {
    try {
      return reader.partitions(location).stream()
          .map(one -> new Partition(one.name(), one.rows(), one.files(), one.bytes()))
          .toList();
    } catch (IOException e) {
      throw unreadable(table, e);
    }
  }
}
