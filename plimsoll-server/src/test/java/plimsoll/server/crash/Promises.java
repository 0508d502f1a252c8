package plimsoll.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ManifestReader;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import plimsoll.commit.Metastore;
import plimsoll.lake.iceberg.LakeReader;
import plimsoll.lake.iceberg.TableFiles;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.LoadRecord;
import plimsoll.model.LoadState;
import plimsoll.model.Table;
import plimsoll.model.TableName;
import plimsoll.server.Plimsoll;
import plimsoll.storage.FileStatus;
import plimsoll.storage.InputFile;
import plimsoll.storage.Storage;

/** What must be true after every start, whatever happened before. */
final class Promises {
  private final Ledger ledger;
  private final Metastore metastore;
  private final Storage storage;
  private final LakeReader lake;

  private Promises(Metastore metastore, Storage storage, LakeReader lake, Ledger ledger) {
    this.ledger = ledger;
    this.metastore = metastore;
    this.storage = storage;
    this.lake = lake;
  }

  /** Checks all of them against a life that has just started. */
  static void check(Life life, Ledger ledger, String directory) throws IOException {
    check(new Promises(life.metastore, life.storage, life.store.reader(), ledger), directory);
  }

  /** As above, with the server's wiring. */
  static void check(Plimsoll plimsoll, Ledger ledger) throws IOException {
    Promises promises =
        new Promises(plimsoll.metastore(), plimsoll.storage(), plimsoll.lake(), ledger);
    check(promises, plimsoll.directory().toString());
  }

  /** Checks those that say nothing about what the loads were. */
  static void checkFiles(Life life, String directory) throws IOException {
    new Promises(life.metastore, life.storage, life.store.reader(), new Ledger())
        .filesAreThoseOfRecords(directory);
  }

  /** As above, with the server's wiring. */
  static void checkFiles(Plimsoll plimsoll) throws IOException {
    new Promises(plimsoll.metastore(), plimsoll.storage(), plimsoll.lake(), new Ledger())
        .filesAreThoseOfRecords(plimsoll.directory().toString());
  }

  private static void check(Promises promises, String directory) throws IOException {
    promises.answersStand();
    for (Table table : promises.tables()) {
      promises.loadsAreWholeOrAbsent(table);
    }
    promises.filesAreThoseOfRecords(directory);
  }

  private void filesAreThoseOfRecords(String directory) throws IOException {
    for (Table table : tables()) {
      String pointer = metastore.pointer(table.name()).orElseThrow();
      for (TableFiles.DataFile file : lake.files(table, pointer).files()) {
        assertIntact(file);
      }
    }
    nothingIsLeftBehind(directory);
    rejectedRowsAreThoseOfRecords(directory + "/rejects");
    nothingIsLeftToDo();
  }

  private List<Table> tables() {
    return metastore.databaseExists(Life.DATABASE) ? metastore.tables(Life.DATABASE) : List.of();
  }

  private void answersStand() {
    for (String label : ledger.attempts().stream().map(Ledger.Attempt::label).toList()) {
      if (ledger.acknowledged().contains(label)) {
        assertThat(isVisible(label)).as("acknowledged load %s is visible", label).isTrue();
      }
      if (ledger.refused().contains(label)) {
        assertThat(isVisible(label)).as("refused load %s is visible", label).isFalse();
      }
    }
    List<String> names = tables().stream().map(table -> table.name().table()).toList();
    if (ledger.acknowledged().contains("a")) {
      assertThat(names).as("tables").contains("a");
    }
    if (ledger.acknowledged().contains("drop")) {
      assertThat(names).as("tables").doesNotContain("b");
    }
    if (ledger.acknowledged().contains("truncate")) {
      assertThat(truncated("a")).as("the acknowledged truncate is stored").isPresent();
    }
  }

  private boolean isVisible(String label) {
    return stored(label).isPresent();
  }

  private Optional<LoadRecord> stored(String label) {
    if (label.isEmpty() || !metastore.databaseExists(Life.DATABASE)) {
      return Optional.empty();
    }
    return metastore
        .load(Life.DATABASE, Label.given(label))
        .filter(load -> load.state() == LoadState.VISIBLE);
  }

  private Optional<LoadRecord> truncated(String table) {
    return truncated(metastore, new TableName(Life.DATABASE, table));
  }

  /** The record of a table's truncate. */
  static Optional<LoadRecord> truncated(Metastore metastore, TableName name) {
    return metastore.loads(Life.DATABASE, Integer.MAX_VALUE).stream()
        .filter(load -> load.kind() == LoadKind.TRUNCATE && load.tables().contains(name))
        .filter(load -> load.state() == LoadState.VISIBLE)
        .findFirst();
  }

  /** The rows of a table are those of the loads whose labels say so, all of them and no others. */
  private void loadsAreWholeOrAbsent(Table table) throws IOException {
    Map<Long, Long> expected = new TreeMap<>();
    String name = table.name().table();
    for (Ledger.Attempt attempt : ledger.attempts()) {
      Integer rows = attempt.rows().get(name);
      if (rows != null && attempt.isTruncate() && truncated(name).isPresent()) {
        expected.clear();
      } else if (rows != null) {
        stored(attempt.label()).ifPresent(load -> expected.put(load.id(), rows.longValue()));
      }
    }
    String pointer = metastore.pointer(table.name()).orElseThrow();
    Map<Long, Long> found = new TreeMap<>();
    for (TableFiles.DataFile file : lake.files(table, pointer).files()) {
      found.merge(loadId(file.path()), file.rows(), Long::sum);
    }
    assertThat(found).as("rows by load id in %s", table.name()).isEqualTo(expected);
  }

  /** {@code <epoch>-<counter>-<worker>-<n>.parquet} says which load wrote a file. */
  static long loadId(String path) {
    String[] parts = path.substring(path.lastIndexOf('/') + 1).split("-");
    return Long.parseLong(parts[0]) << 32 | Long.parseLong(parts[1]);
  }

  private void assertIntact(TableFiles.DataFile file) throws IOException {
    try (InputFile input = storage.open(file.path())) {
      assertThat(input.length()).as("length of %s", file.path()).isEqualTo(file.bytes());
      assertThat(text(input, 0) + text(input, file.bytes() - 4))
          .as("begin and end of %s", file.path())
          .isEqualTo("PAR1PAR1");
    }
  }

  private static String text(InputFile input, long position) throws IOException {
    byte[] bytes = new byte[4];
    input.read(position, bytes, 0, 4);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  /** Every file on the disk is named by some table's metadata. */
  private void nothingIsLeftBehind(String directory) throws IOException {
    Set<String> named = new HashSet<>();
    for (Table table : tables()) {
      named.addAll(reachable(metastore.pointer(table.name()).orElseThrow()));
    }
    Set<String> there = new TreeSet<>();
    for (FileStatus file : storage.walk(directory + "/warehouse")) {
      if (!file.path().contains("/99999-")) { // another engine's: not ours to remove
        there.add(file.path());
      }
    }
    there.removeAll(named);
    assertThat(there).as("files that no metadata names").isEmpty();
  }

  private void rejectedRowsAreThoseOfRecords(String directory) throws IOException {
    Set<String> named = new TreeSet<>();
    for (LoadRecord load : metastore.loads(null, Integer.MAX_VALUE)) {
      if (load.errorLog() != null) {
        named.add(directory + "/" + load.errorLog() + ".jsonl");
      }
    }
    List<String> there = storage.list(directory).stream().map(FileStatus::path).toList();
    assertThat(there).as("rejected rows").containsExactlyInAnyOrderElementsOf(named);
  }

  private Set<String> reachable(String pointer) throws IOException {
    StorageFileIO io = new StorageFileIO(storage);
    TableMetadata metadata = TableMetadataParser.read(io, pointer);
    List<String> files = new ArrayList<>(List.of(pointer));
    metadata.previousFiles().forEach(entry -> files.add(entry.file()));
    for (Snapshot snapshot : metadata.snapshots()) {
      files.add(snapshot.manifestListLocation());
      for (ManifestFile manifest : snapshot.allManifests(io)) {
        files.add(manifest.path());
        try (ManifestReader<DataFile> entries =
            ManifestFiles.read(manifest, io, metadata.specsById())) {
          entries.forEach(file -> files.add(file.location()));
        }
      }
    }
    Set<String> paths = new HashSet<>();
    files.forEach(file -> paths.add(StorageFileIO.path(file)));
    return paths;
  }

  private void nothingIsLeftToDo() {
    assertThat(metastore.touchedBefore(Long.MAX_VALUE))
        .as("tables that recovery did not look at")
        .isEmpty();
  }
}
