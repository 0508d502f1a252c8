package plimsoll.lake.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.iceberg.ManifestFile;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.io.FileIO;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.storage.Storage;

/** The files that belong to a table: all else in its directory is being written, or left behind. */
public final class NamedFiles {
  private NamedFiles() {}

  /**
   * Every file that a table's metadata names: data files of all its snapshots, manifests and their
   * lists, this and earlier metadata.
   *
   * @param location the table's current pointer
   * @return their names, which are unique in a table; one file may have several paths
   */
  public static Set<String> of(Storage storage, String location) throws IOException {
    FileIO io = new StorageFileIO(storage);
    try {
      TableMetadata metadata = TableMetadataParser.read(io, location);
      Map<String, ManifestFile> manifests = new HashMap<>();
      Set<String> named = Orphans.usedMetadata(metadata, io, manifests);
      Unneeded.livePaths(manifests.values(), metadata.specsById(), io)
          .forEach(path -> named.add(FileNames.name(path)));
      return named;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
