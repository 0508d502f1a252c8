package plimsoll.lake.iceberg;

import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.LocationProviders;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.LocationProvider;

/**
 * A table as an Iceberg transaction sees it, which is never committed here: the metastore does
 * that. Iceberg takes a commit that returns for a success and cleans up after it, so {@link
 * #commit} refuses. Remembers which metadata files were begun, to remove those that go unused.
 */
final class PendingTable implements TableOperations {
  private final TableMetadata base;
  private final FileIO io;
  private final long epoch;
  private final List<String> created = new ArrayList<>();

  PendingTable(TableMetadata base, FileIO io, long epoch) {
    this.base = base;
    this.io = io;
    this.epoch = epoch;
  }

  /** Metadata files that were begun. */
  List<String> created() {
    return created;
  }

  @Override
  public TableMetadata current() {
    return base;
  }

  @Override
  public TableMetadata refresh() {
    return base;
  }

  @Override
  public void commit(TableMetadata from, TableMetadata to) {
    throw new UnsupportedOperationException("the metastore commits, in one SQL transaction");
  }

  @Override
  public FileIO io() {
    return io;
  }

  @Override
  public String metadataFileLocation(String fileName) {
    String location =
        TableLayout.metadataDirectory(base.location()) + "/" + FileNames.manifest(fileName, epoch);
    created.add(location);
    return location;
  }

  @Override
  public LocationProvider locationProvider() {
    return LocationProviders.locationsFor(base.location(), base.properties());
  }
}
