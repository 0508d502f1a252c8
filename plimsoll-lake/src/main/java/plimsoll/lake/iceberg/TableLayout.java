package plimsoll.lake.iceberg;

import java.util.UUID;
import plimsoll.lake.io.StorageFileIO;
import plimsoll.model.TableName;

/**
 * Where a table's files lie: {@code <warehouse>/<database>/<table>-<uuid>/{data,metadata}}. The
 * uuid keeps a dropped and re-created table apart; the names only help people.
 */
final class TableLayout {
  private static final int LONGEST_NAME = 64;

  private TableLayout() {}

  static String table(String warehouse, TableName name, UUID id) {
    return warehouse + "/" + readable(name.database()) + "/" + readable(name.table()) + "-" + id;
  }

  /** Letters, digits and underscores of a name: no separators, no pattern characters. */
  private static String readable(String name) {
    String safe = name.replaceAll("[^\\p{L}\\p{N}_-]", "_");
    return safe.length() <= LONGEST_NAME ? safe : safe.substring(0, LONGEST_NAME);
  }

  static String dataDirectory(String table) {
    return StorageFileIO.path(table) + "/data";
  }

  static String metadataDirectory(String table) {
    return StorageFileIO.path(table) + "/metadata";
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
