package plimsoll.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import plimsoll.lake.iceberg.NamedFiles;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;
import plimsoll.storage.local.LocalStorage;

/** Files in a data directory that no table's metadata and no load's record names. */
final class LeftBehind {
  private LeftBehind() {}

  /** Looks into the directory of a server that is idle, past it. */
  static List<String> in(Path dataDirectory) throws IOException {
    Storage storage = new LocalStorage();
    Set<String> named = new HashSet<>();
    for (String pointer : column(dataDirectory, "SELECT metadata_location FROM iceberg_tables")) {
      named.addAll(NamedFiles.of(storage, pointer));
    }
    Path rejects = dataDirectory.resolve("rejects");
    for (String log :
        column(dataDirectory, "SELECT error_log FROM loads WHERE error_log IS NOT NULL")) {
      named.add(log + ".jsonl");
    }
    return Stream.of(
            dataDirectory.resolve("warehouse"),
            dataDirectory.resolve("load-spill"),
            dataDirectory.resolve("online").resolve("staged"),
            rejects)
        .flatMap(directory -> files(storage, directory))
        .filter(path -> !named.contains(Path.of(path).getFileName().toString()))
        .toList();
  }

  private static Stream<String> files(Storage storage, Path directory) {
    try {
      return storage.walk(directory.toString()).stream().map(FileStatus::path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> column(Path dataDirectory, String sql) throws IOException {
    String url = "jdbc:sqlite:file:" + dataDirectory.resolve("metastore.db") + "?mode=ro";
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    } catch (SQLException e) {
      throw new IOException("cannot read the metastore of " + dataDirectory, e);
    }
    return values;
  }
}
