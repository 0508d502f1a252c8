package plimsoll.lake.iceberg;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.iceberg.BaseTable;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.StaticTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import plimsoll.lake.Lake;
import plimsoll.lake.Rows;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.lake.parquet.WriterSettings;
import plimsoll.model.DataType.Scalar;
import plimsoll.model.Label;
import plimsoll.model.PointerChange;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.model.TableWork;
import plimsoll.model.TableWork.Mode;
import plimsoll.pipeline.write.Store;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;
import plimsoll.testkit.StoreContract;
import plimsoll.testkit.crash.Boundaries;
import plimsoll.testkit.crash.BoundaryStorage;
import plimsoll.testkit.crash.CrashScenario;
import plimsoll.testkit.crash.CrashSearch;
import plimsoll.testkit.crash.Fault;
import plimsoll.testkit.crash.ForgetfulStorage;
import plimsoll.testkit.storage.CrashMode;
import plimsoll.testkit.storage.SimulatedStorage;

/** Whatever is at a pointer that could be published survives a crash; what is not, is swept. */
class StoreCrashTest extends StoreContract {
  private static final Table TABLE = Lake.table("t", Scalar.BIGINT, Scalar.STRING);

  private final SimulatedStorage contractDisk = new SimulatedStorage();

  @Override
  protected Store newStore() {
    return store(contractDisk, 1);
  }

  @Override
  protected List<String> rows(Table shown, String location) throws IOException {
    return read(contractDisk, location);
  }

  @Override
  protected Set<String> files() throws IOException {
    Set<String> files = new HashSet<>();
    for (FileStatus file : contractDisk.walk("/warehouse")) {
      files.add(file.path());
    }
    return files;
  }

  private static IcebergStore store(Storage storage, long epoch) {
    return new IcebergStore(
        storage, "/warehouse", () -> epoch, WriterSettings.DEFAULT, new SnapshotPins());
  }

  private static List<String> read(Storage storage, String location) throws IOException {
    BaseTable stored =
        new BaseTable(new StaticTableOperations(location, new StorageFileIO(storage)), "t");
    List<String> rows = new ArrayList<>();
    try (CloseableIterable<Record> records = IcebergGenerics.read(stored).build()) {
      records.forEach(record -> rows.add(record.get(0) + "," + record.get(1)));
    }
    return rows;
  }

  @ParameterizedTest
  @EnumSource(CrashMode.class)
  void everyStopLeavesWhatThePointerShows(CrashMode mode) throws Exception {
    CrashSearch search = CrashSearch.everyBoundary(() -> new Life(0), Fault.STOP, mode);
    assertThat(search.violations()).as(search.report()).isEmpty();
    assertThat(search.boundaries()).isGreaterThan(20);
  }

  @ParameterizedTest
  @EnumSource(value = Fault.class, names = "STOP", mode = EnumSource.Mode.EXCLUDE)
  void everyFailureLeavesWhatThePointerShows(Fault fault) throws Exception {
    CrashSearch search =
        CrashSearch.everyBoundary(() -> new Life(0), fault, CrashMode.LOSE_UNSYNCED);
    assertThat(search.violations()).as(search.report()).isEmpty();
  }

  @Test
  void eachForgottenSyncIsFound() throws Exception {
    for (int bug = 1; bug <= Life.BUGS; bug++) {
      int planted = bug;
      CrashSearch search =
          CrashSearch.firstViolation(() -> new Life(planted), Fault.STOP, CrashMode.LOSE_UNSYNCED);
      assertThat(search.violations()).as("planted bug " + bug).isNotEmpty();
    }
  }

  /** Three commits of one table; the pointer is what a metastore would hold. */
  private static final class Life implements CrashScenario {
    static final int BUGS = 5;

    private final SimulatedStorage disk = new SimulatedStorage();
    private final int bug;
    private final List<String> promised = new ArrayList<>();
    private @Nullable String pointer;
    private long loads;

    Life(int bug) {
      this.bug = bug;
    }

    private Storage planted() {
      return switch (bug) {
        case 1 -> ForgetfulStorage.ofFiles(disk, path -> path.endsWith(".parquet"));
        case 2 -> ForgetfulStorage.ofFiles(disk, path -> path.endsWith(".avro"));
        case 3 -> ForgetfulStorage.ofFiles(disk, path -> path.endsWith(".json"));
        case 4 -> ForgetfulStorage.ofDirectories(disk, path -> path.endsWith("/data"));
        case 5 -> ForgetfulStorage.ofDirectories(disk, path -> path.endsWith("/metadata"));
        default -> disk;
      };
    }

    @Override
    public void run(Boundaries boundaries) {
      try {
        run(store(new BoundaryStorage(planted(), boundaries), 1));
      } catch (IOException e) {
        assertThat(e).as("asked for").isInstanceOf(FileSystemException.class);
      }
    }

    private void run(IcebergStore store) throws IOException {
      pointer = store.create(TABLE).to();
      commit(store, Mode.APPEND, "a");
      commit(store, Mode.REPLACE, "b");
      commit(store, Mode.APPEND, "c");
    }

    private void commit(IcebergStore store, Mode mode, String text) throws IOException {
      long load = ++loads;
      Staged staged;
      try (StoreWriter writer = store.writer(TABLE, load, "1-" + load + "-0")) {
        writer.write(Rows.batch(TABLE.schema(), List.<Object[]>of(new Object[] {load, text})));
        staged = writer.finish();
      }
      TableWork work = new TableWork(TABLE, load, Label.given("l" + load), mode, List.of(staged));
      PointerChange change = store.prepare(TABLE, String.valueOf(pointer), List.of(work));
      pointer = change.to();
      if (mode == Mode.REPLACE) {
        promised.clear();
      }
      promised.add(load + "," + text);
      store.committed(change);
    }

    @Override
    public void examine(CrashMode mode, long seed) {
      try {
        examine(disk.afterCrash(mode, seed));
      } catch (IOException e) {
        throw new AssertionError("what is left cannot be read", e);
      }
    }

    private void examine(SimulatedStorage left) throws IOException {
      String location = pointer;
      if (location == null) {
        store(left, 2).drop(TABLE.name(), TABLE.id());
        assertThat(left.walk("/warehouse")).isEmpty();
        return;
      }
      store(left, 2).sweep(TABLE, location, 2);
      assertThat(read(left, location)).containsExactlyInAnyOrderElementsOf(promised);
      Set<String> used = used(left, location);
      for (FileStatus file : left.walk("/warehouse")) {
        assertThat(used).contains(file.path());
      }
    }

    /** Everything that the metadata refers to, data files of old snapshots included. */
    private static Set<String> used(Storage left, String location) throws IOException {
      StorageFileIO io = new StorageFileIO(left);
      TableMetadata metadata = new StaticTableOperations(location, io).current();
      Set<String> used = new HashSet<>(Set.of(location));
      metadata.previousFiles().stream().map(MetadataLogEntry::file).forEach(used::add);
      List<ManifestFile> manifests = new ArrayList<>();
      for (Snapshot snapshot : metadata.snapshots()) {
        used.add(snapshot.manifestListLocation());
        manifests.addAll(snapshot.allManifests(io));
      }
      manifests.forEach(manifest -> used.add(manifest.path()));
      used.addAll(Unneeded.livePaths(manifests, metadata.specsById(), io));
      return used;
    }
  }
}
