package plimsoll.lake.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;

/**
 * Files of dead epochs in a table's directory that its metadata does not refer to.
 *
 * <p>Files are told apart by their names alone: ours are unique in a table (see {@link FileNames}),
 * while one file may have several paths, through a symbolic link or after a directory was moved and
 * linked. A path that differs must never make a live file look lost.
 */
final class Orphans {
  private final Storage storage;
  private final FileIO io;

  Orphans(Storage storage, FileIO io) {
    this.storage = storage;
    this.io = io;
  }

  /** Paths in order; reads manifests only when a data file is in question. */
  List<String> find(TableMetadata metadata, long deadBefore) throws IOException {
    Map<String, String> data = dead(TableLayout.dataDirectory(metadata.location()), deadBefore);
    Map<String, String> other =
        dead(TableLayout.metadataDirectory(metadata.location()), deadBefore);
    Map<String, ManifestFile> manifests = new HashMap<>();
    if (!other.isEmpty() || !data.isEmpty()) {
      usedMetadata(metadata, io, manifests).forEach(other::remove);
    }
    if (!data.isEmpty()) {
      for (String used : Unneeded.livePaths(manifests.values(), metadata.specsById(), io)) {
        data.remove(FileNames.name(used));
      }
    }
    List<String> orphans = new ArrayList<>(other.values());
    orphans.addAll(data.values());
    return orphans;
  }

  /** Paths by name. */
  private Map<String, String> dead(String directory, long deadBefore) throws IOException {
    Map<String, String> candidates = new TreeMap<>();
    for (FileStatus file : storage.walk(directory)) {
      if (FileNames.epoch(file.path()).orElse(Long.MAX_VALUE) < deadBefore) {
        candidates.put(FileNames.name(file.path()), file.path());
      }
    }
    return candidates;
  }

  /**
   * Names of metadata files, manifest lists and manifests; the manifests are added to {@code
   * manifests}.
   */
  static Set<String> usedMetadata(
      TableMetadata metadata, FileIO io, Map<String, ManifestFile> manifests) {
    Set<String> used = new HashSet<>();
    used.add(FileNames.name(metadata.metadataFileLocation()));
    metadata.previousFiles().forEach(entry -> used.add(FileNames.name(entry.file())));
    for (Snapshot snapshot : metadata.snapshots()) {
      used.add(FileNames.name(snapshot.manifestListLocation()));
      for (ManifestFile manifest : snapshot.allManifests(io)) {
        manifests.put(manifest.path(), manifest);
        used.add(FileNames.name(manifest.path()));
      }
    }
    return used;
  }
}
