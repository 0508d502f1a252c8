package plimsoll.lake.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.lake.io.NowhereStorage;
import plimsoll.lake.io.SettlingStorage;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.lake.parquet.PageCompression;
import plimsoll.lake.parquet.ParquetStoreWriter;
import plimsoll.lake.parquet.WriterSettings;
import plimsoll.model.PointerChange;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableFacts;
import plimsoll.model.TableName;
import plimsoll.model.TableWork;
import plimsoll.pipeline.write.SampledWriter;
import plimsoll.pipeline.write.Store;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;

/**
 * Tables as Iceberg metadata. Every method writes and syncs files, or removes them; none makes
 * anything visible. Safe for many threads, with one {@link #prepare} a table at a time.
 *
 * <p>Order of a commit: staged files are synced by their writer; {@link #prepare} writes and syncs
 * manifests and {@code metadata.json} and then their directories and those of the staged files; the
 * metastore swaps the pointer; {@link #committed} removes what is no longer needed.
 */
public final class IcebergStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(IcebergStore.class);
  private static final String SPILL = "load-spill";
  private static final String COMMENT = "comment";
  private static final int FORMAT_VERSION = 2;
  private static final int PREVIOUS_METADATA = 20;

  /** Manifests of small commits that may gather: each one is opened by every query's planning. */
  private static final int MANIFESTS_TO_MERGE = 32;

  private final SettlingStorage storage;
  private final String warehouse;
  private final LongSupplier epoch;
  private final WriterSettings settings;
  private final SnapshotPins pins;
  private final StorageFileIO io;
  private final Home home;
  private final MetadataCache cache;
  private final LakeReader reader;
  private final Layouts layouts = new Layouts();
  private final Map<String, List<String>> uncommitted = new ConcurrentHashMap<>();

  /**
   * A store below a directory.
   *
   * @param warehouse absolute path
   * @param epoch this life of the server; marks the names of metadata files
   */
  public IcebergStore(
      Storage storage,
      String warehouse,
      LongSupplier epoch,
      WriterSettings settings,
      SnapshotPins pins) {
    this.storage = new SettlingStorage(storage);
    this.warehouse = warehouse;
    this.epoch = epoch;
    this.settings = settings;
    this.pins = pins;
    io = new StorageFileIO(this.storage);
    home = new Home(this.storage, warehouse);
    cache = new MetadataCache(io, home);
    reader = new LakeReader(io, cache);
  }

  /** Reads what queries and status pages want to know of a table's files. */
  public LakeReader reader() {
    return reader;
  }

  /**
   * Refuses a data directory that was moved or copied, before anything in it is touched.
   *
   * @param pointers current metadata locations of some tables
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_MOVED
   */
  public void requireHome(List<String> pointers) throws IOException {
    home.requireSome(pointers);
  }

  @Override
  public PointerChange create(Table table) throws IOException {
    PageCompression.of(table.properties());
    Schema schema = IcebergTypes.schema(table.schema());
    PartitionSpec spec = IcebergTypes.spec(table, schema);
    String location = table(table);
    TableMetadata metadata =
        TableMetadata.buildFromEmpty(FORMAT_VERSION)
            .assignUUID(table.id().toString())
            .setLocation(location)
            .setCurrentSchema(schema, schema.highestFieldId())
            .setDefaultPartitionSpec(spec)
            .setDefaultSortOrder(IcebergTypes.sortOrder(table, schema))
            .setProperties(properties(table))
            .build();
    String to = write(metadata, 0);
    storage.syncDirectory(TableLayout.metadataDirectory(location));
    return new PointerChange(table, null, to);
  }

  private String table(Table table) {
    return TableLayout.table(warehouse, table.home(), table.id());
  }

  private static Map<String, String> properties(Table table) {
    PageCompression compression = PageCompression.of(table.properties());
    Map<String, String> properties = new HashMap<>();
    properties.put(
        TableProperties.METADATA_PREVIOUS_VERSIONS_MAX, Integer.toString(PREVIOUS_METADATA));
    properties.put(TableProperties.MANIFEST_MIN_MERGE_COUNT, Integer.toString(MANIFESTS_TO_MERGE));
    properties.put(
        TableProperties.PARQUET_COMPRESSION, compression.codec().name().toLowerCase(Locale.ROOT));
    if (compression.level() > 0) {
      properties.put(
          TableProperties.PARQUET_COMPRESSION_LEVEL, Integer.toString(compression.level()));
    }
    if (!table.comment().isEmpty()) {
      properties.put(COMMENT, table.comment());
    }
    return properties;
  }

  @Override
  public StoreWriter writer(Table table, long loadId, String fileTag) {
    return new ParquetStoreWriter(
        storage,
        table,
        layouts.of(table),
        new ParquetStoreWriter.Place(TableLayout.dataDirectory(table(table)), spillDirectory()),
        fileTag,
        loadId,
        settings);
  }

  @Override
  public StoreWriter estimator(Table table) {
    return new SampledWriter(
        table,
        new ParquetStoreWriter(
            new NowhereStorage(),
            table,
            layouts.of(table),
            new ParquetStoreWriter.Place("", ""),
            "estimate",
            0,
            settings));
  }

  /** Beside the warehouse: rows that wait there are no part of any table. */
  private String spillDirectory() {
    return TableLayout.parent(warehouse) + "/" + SPILL;
  }

  @Override
  public PointerChange prepare(Table table, String location, List<TableWork> work)
      throws IOException {
    TableMetadata base = cache.get(location);
    checkFit(work, base);
    PendingTable pending = new PendingTable(base, io, epoch.getAsLong());
    try {
      return prepare(table, base, pending, work);
    } catch (IOException | RuntimeException e) {
      pending.created().forEach(this::deleteQuietly);
      if (e instanceof UncheckedIOException unchecked) {
        throw unchecked.getCause();
      }
      throw e;
    }
  }

  /** Loads of a group may have been planned before and after a change of the table. */
  private static void checkFit(List<TableWork> work, TableMetadata base) {
    Table checked = null;
    for (TableWork one : work) {
      if (!one.table().equals(checked)) {
        checked = one.table();
        Fit.check(checked, base);
      }
    }
  }

  @Override
  public TableFacts facts(String location) throws IOException {
    TableMetadata metadata = cache.get(location);
    return new TableFacts(metadata.lastColumnId(), GroupSnapshot.contents(metadata, io));
  }

  @Override
  public PointerChange alter(Table before, Table after, String location) throws IOException {
    TableMetadata base = cache.get(location);
    Fit.requireSame(before, base);
    Schema schema = IcebergTypes.schema(after.schema());
    TableMetadata.Builder next = TableMetadata.buildFrom(base);
    next.setCurrentSchema(schema, Math.max(base.lastColumnId(), schema.highestFieldId()));
    Map<String, String> properties = properties(after);
    next.setProperties(properties);
    if (!properties.containsKey(COMMENT) && base.properties().containsKey(COMMENT)) {
      next.removeProperties(Set.of(COMMENT));
    }
    String from = base.metadataFileLocation();
    String to = write(next.discardChanges().build(), FileNames.version(from) + 1);
    try {
      storage.syncDirectory(TableLayout.metadataDirectory(base.location()));
    } catch (IOException e) {
      cache.remove(to);
      deleteQuietly(to);
      throw e;
    }
    uncommitted.put(to, List.of(to));
    return new PointerChange(before, from, to);
  }

  private PointerChange prepare(
      Table table, TableMetadata base, PendingTable pending, List<TableWork> work)
      throws IOException {
    PartitionSpec written = layouts.of(table).spec();
    TableMetadata next = new GroupSnapshot(table, pending, written).apply(work);
    dropUnused(base, next, pending);
    TableMetadata.Builder last = TableMetadata.buildFrom(next);
    last.removeSnapshots(Retention.expired(next, next.lastUpdatedMillis()));
    String from = base.metadataFileLocation();
    String to = write(last.discardChanges().build(), FileNames.version(from) + 1);
    pending.created().add(to);
    syncDirectories(base, work);
    uncommitted.put(to, List.copyOf(pending.created()));
    return new PointerChange(table, from, to);
  }

  /** Several snapshots in one group leave manifests behind that only an inner one had. */
  private void dropUnused(TableMetadata base, TableMetadata next, PendingTable pending) {
    if (next.snapshots().size() - base.snapshots().size() < 2) {
      return;
    }
    Set<String> used = new HashSet<>();
    for (Snapshot snapshot : next.snapshots()) {
      if (base.snapshot(snapshot.snapshotId()) == null) {
        used.add(snapshot.manifestListLocation());
        snapshot.allManifests(io).forEach(manifest -> used.add(manifest.path()));
      }
    }
    for (String created : List.copyOf(pending.created())) {
      if (!used.contains(created)) {
        deleteQuietly(created);
        pending.created().remove(created);
      }
    }
  }

  /** Writes and syncs a metadata file, and keeps it parsed. */
  private String write(TableMetadata metadata, int version) throws IOException {
    String to =
        TableLayout.metadataDirectory(metadata.location())
            + "/"
            + FileNames.metadata(version, epoch.getAsLong());
    TableMetadata located =
        TableMetadata.buildFrom(metadata).discardChanges().withMetadataLocation(to).build();
    try {
      TableMetadataParser.write(located, io.newOutputFile(to));
    } catch (UncheckedIOException e) {
      deleteQuietly(to);
      throw e.getCause();
    }
    cache.put(to, located);
    return to;
  }

  private void syncDirectories(TableMetadata base, List<TableWork> work) throws IOException {
    Set<String> touched = new TreeSet<>();
    for (TableWork one : work) {
      for (Staged staged : one.staged()) {
        staged.paths().forEach(path -> touched.add(TableLayout.parent(path)));
      }
    }
    touched.add(TableLayout.metadataDirectory(base.location()));
    for (String directory : touched) {
      storage.syncDirectory(directory);
    }
  }

  @Override
  public void discard(PointerChange change) throws IOException {
    cache.remove(change.to());
    List<String> created = uncommitted.remove(change.to());
    if (change.from() == null) {
      storage.deleteTree(table(change.table()));
    } else if (created != null) {
      deleteAll(created);
    } else {
      storage.delete(StorageFileIO.path(change.to()));
    }
  }

  @Override
  public void discard(Staged staged) throws IOException {
    deleteAll(staged.paths());
  }

  private void deleteAll(Collection<String> locations) throws IOException {
    for (String location : locations) {
      storage.delete(StorageFileIO.path(location));
    }
  }

  @Override
  public void committed(PointerChange change) throws IOException {
    uncommitted.remove(change.to());
    String from = change.from();
    if (from == null) {
      return;
    }
    Set<String> unneeded = unneeded(from, change.to());
    if (!unneeded.isEmpty()) {
      pins.retire(change.table().id(), () -> unneeded.forEach(this::deleteQuietly));
    }
  }

  private Set<String> unneeded(String from, String to) throws IOException {
    try {
      return Unneeded.files(cache.get(from), cache.get(to), io);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void deleteQuietly(String location) {
    try {
      storage.delete(StorageFileIO.path(location));
    } catch (IOException e) {
      LOG.warn("Cannot delete {}, which nothing needs any more: {}", location, e.getMessage());
    }
  }

  @Override
  public void drop(TableName name, UUID id) {
    pins.retire(id, () -> deleteTable(TableLayout.table(warehouse, name, id)));
  }

  private void deleteTable(String directory) {
    try {
      storage.deleteTree(directory);
    } catch (IOException e) {
      LOG.warn("Cannot delete the dropped table's {}: {}", directory, e.getMessage());
    }
  }

  @Override
  public List<String> sweep(Table table, String location, long deadBefore) throws IOException {
    TableMetadata metadata = cache.get(location);
    if (!home.holds(metadata.location())) {
      throw home.moved(location);
    }
    List<String> orphans;
    try {
      orphans = new Orphans(storage, io).find(metadata, deadBefore);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    deleteAll(orphans);
    return orphans;
  }

  @Override
  public void sweepScratch(long deadBefore) throws IOException {
    List<String> dead = new ArrayList<>();
    for (FileStatus file : storage.list(spillDirectory())) {
      if (FileNames.spillEpoch(file.path()).orElse(Long.MAX_VALUE) < deadBefore) {
        dead.add(file.path());
      }
    }
    deleteAll(dead);
  }

  @Override
  public void settle() throws IOException {
    storage.settle();
  }
}
