package plimsoll.lake.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.io.FileIO;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;

/** Files of dead epochs in a table's directory that its metadata does not refer to. */
final class Orphans {
  private final Storage storage;
  private final FileIO io;

  Orphans(Storage storage, FileIO io) {
    this.storage = storage;
    this.io = io;
  }

  /** Paths in order; reads manifests only when a data file is in question. */
  List<String> find(TableMetadata metadata, long deadBefore) throws IOException {
    Set<String> data = dead(TableLayout.dataDirectory(metadata.location()), deadBefore);
    Set<String> other = dead(TableLayout.metadataDirectory(metadata.location()), deadBefore);
    Map<String, ManifestFile> manifests = new HashMap<>();
    if (!other.isEmpty()) {
      other.removeAll(usedMetadata(metadata, io, manifests));
    }
    if (!data.isEmpty()) {
      usedMetadata(metadata, io, manifests);
      for (String used : Unneeded.livePaths(manifests.values(), metadata.specsById(), io)) {
        data.remove(StorageFileIO.path(used));
      }
    }
    List<String> orphans = new ArrayList<>(other);
    orphans.addAll(data);
    return orphans;
  }

  private Set<String> dead(String directory, long deadBefore) throws IOException {
    Set<String> candidates = new TreeSet<>();
    for (FileStatus file : storage.walk(directory)) {
      if (FileNames.epoch(file.path()).orElse(Long.MAX_VALUE) < deadBefore) {
        candidates.add(file.path());
      }
    }
    return candidates;
  }

  /** Metadata files, manifest lists and manifests; the manifests are added to {@code manifests}. */
  static Set<String> usedMetadata(
      TableMetadata metadata, FileIO io, Map<String, ManifestFile> manifests) {
    Set<String> used = new HashSet<>();
    used.add(StorageFileIO.path(metadata.metadataFileLocation()));
    metadata.previousFiles().forEach(entry -> used.add(StorageFileIO.path(entry.file())));
    for (Snapshot snapshot : metadata.snapshots()) {
      used.add(StorageFileIO.path(snapshot.manifestListLocation()));
      for (ManifestFile manifest : snapshot.allManifests(io)) {
        manifests.put(manifest.path(), manifest);
        used.add(StorageFileIO.path(manifest.path()));
      }
    }
    return used;
  }
}
