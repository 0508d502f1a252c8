package plimsoll.lake.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.iceberg.ContentFile;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.ManifestContent;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadata.MetadataLogEntry;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.io.FileIO;
import plimsoll.lake.io.StorageFileIO;

/**
 * Files that a table's earlier metadata needs and its later metadata does not. Only files below the
 * table's own location count: another engine may have added files that lie elsewhere.
 *
 * <p>Design note. A manifest is carried from snapshot to snapshot until one drops it for good. So
 * while history is a line, what the oldest kept snapshot lacks no newer one has, and only that one
 * is read; a history with rollbacks or branches costs reading all kept ones. Data files can only
 * become unneeded when a snapshot other than an append lies in between; most expiries read no
 * manifest.
 */
final class Unneeded {
  private final TableMetadata from;
  private final TableMetadata to;
  private final FileIO io;
  private final Set<String> paths = new TreeSet<>();

  private Unneeded(TableMetadata from, TableMetadata to, FileIO io) {
    this.from = from;
    this.to = to;
    this.io = io;
  }

  /** Storage paths, in order. */
  static Set<String> files(TableMetadata from, TableMetadata to, FileIO io) throws IOException {
    Unneeded unneeded = new Unneeded(from, to, io);
    unneeded.addMetadata();
    unneeded.addSnapshots();
    return unneeded.paths;
  }

  private void addMetadata() {
    Set<String> kept = new HashSet<>();
    kept.add(from.metadataFileLocation());
    kept.add(to.metadataFileLocation());
    to.previousFiles().forEach(entry -> kept.add(entry.file()));
    for (MetadataLogEntry entry : from.previousFiles()) {
      if (!kept.contains(entry.file())) {
        add(entry.file());
      }
    }
  }

  private void addSnapshots() throws IOException {
    List<Snapshot> expired = new ArrayList<>(from.snapshots());
    expired.removeIf(snapshot -> to.snapshot(snapshot.snapshotId()) != null);
    if (expired.isEmpty()) {
      return;
    }
    boolean line = isLine(from.snapshots()) && isLine(to.snapshots());
    List<Snapshot> kept = line ? to.snapshots().subList(0, 1) : to.snapshots();
    Map<String, ManifestFile> keptManifests = manifests(kept);
    Map<String, ManifestFile> dropped = manifests(expired);
    dropped.keySet().removeAll(keptManifests.keySet());
    if (!line || !onlyAppends(expired, kept.get(0))) {
      addDataFiles(dropped.values(), keptManifests.values());
    }
    dropped.keySet().forEach(this::add);
    expired.forEach(snapshot -> add(snapshot.manifestListLocation()));
  }

  private static boolean isLine(List<Snapshot> snapshots) {
    for (int i = 1; i < snapshots.size(); i++) {
      Long parent = snapshots.get(i).parentId();
      if (parent == null || parent != snapshots.get(i - 1).snapshotId()) {
        return false;
      }
    }
    return true;
  }

  private static boolean onlyAppends(List<Snapshot> expired, Snapshot oldestKept) {
    return DataOperations.APPEND.equals(oldestKept.operation())
        && expired.stream().skip(1).allMatch(s -> DataOperations.APPEND.equals(s.operation()));
  }

  private Map<String, ManifestFile> manifests(Collection<Snapshot> snapshots) {
    Map<String, ManifestFile> manifests = new TreeMap<>();
    for (Snapshot snapshot : snapshots) {
      snapshot.allManifests(io).forEach(manifest -> manifests.put(manifest.path(), manifest));
    }
    return manifests;
  }

  private void addDataFiles(Collection<ManifestFile> dropped, Collection<ManifestFile> kept)
      throws IOException {
    Set<String> candidates = livePaths(dropped, from.specsById(), io);
    if (!candidates.isEmpty()) {
      candidates.removeAll(livePaths(kept, from.specsById(), io));
    }
    candidates.forEach(this::add);
  }

  /** Locations of the data and delete files that these manifests hold as live. */
  static Set<String> livePaths(
      Collection<ManifestFile> manifests, Map<Integer, PartitionSpec> specs, FileIO io)
      throws IOException {
    Set<String> paths = new HashSet<>();
    for (ManifestFile manifest : manifests) {
      if (manifest.content() == ManifestContent.DATA) {
        addPaths(ManifestFiles.read(manifest, io, specs), paths);
      } else {
        addPaths(ManifestFiles.readDeleteManifest(manifest, io, specs), paths);
      }
    }
    return paths;
  }

  private static void addPaths(CloseableIterable<? extends ContentFile<?>> files, Set<String> paths)
      throws IOException {
    try (files) {
      files.forEach(file -> paths.add(file.location()));
    }
  }

  private void add(String location) {
    String path = StorageFileIO.path(location);
    if (path.startsWith(StorageFileIO.path(from.location()) + "/")) {
      paths.add(path);
    }
  }
}
