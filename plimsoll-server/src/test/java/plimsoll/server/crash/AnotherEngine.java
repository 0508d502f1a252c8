package plimsoll.server.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableProperties;
import plimsoll.commit.Metastore;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.model.PointerChange;
import plimsoll.model.Table;
import plimsoll.storage.Storage;

/** What another engine may do to a table. */
final class AnotherEngine {
  private AnotherEngine() {}

  /** Sets a property by which every commit expires all old snapshots. */
  static void keepNoHistory(Metastore metastore, Storage storage, Table table) throws IOException {
    String from = metastore.pointer(table.name()).orElseThrow();
    StorageFileIO io = new StorageFileIO(storage);
    String directory = from.substring(0, from.lastIndexOf('/'));
    String to = directory + "/99999-" + table.id() + ".metadata.json";
    try {
      TableMetadata base = TableMetadataParser.read(io, from);
      Map<String, String> properties = new LinkedHashMap<>(base.properties());
      properties.put(TableProperties.MAX_SNAPSHOT_AGE_MS, "-1");
      TableMetadataParser.write(base.replaceProperties(properties), io.newOutputFile(to));
    } catch (UncheckedIOException e) {
      throw new IOException(e);
    }
    storage.syncDirectory(directory);
    metastore.commit(List.of(new PointerChange(table, from, to)), List.of());
  }
}
