package plimsoll.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * A file to load, without header; an empty field is NULL, quotes are {@code "} and doubled.
 *
 * @param name what is in it
 * @param path where it is
 * @param separator between fields
 * @param columns its columns
 */
record CsvFile(String name, Path path, char separator, List<Column> columns) {
  /**
   * One column.
   *
   * @param name its name
   * @param type SQL type, the same in Plimsoll and DuckDB
   */
  record Column(String name, String type) {
    boolean isText() {
      return type.startsWith("VARCHAR");
    }

    boolean isNumber() {
      return !isText() && !type.startsWith("DATE");
    }
  }

  /** What is in a file; the same for the same scale each time. */
  interface Rows {
    List<Column> columns();

    char separator();

    /** Writes the rows of a file of about that size. */
    void write(double scale, Appendable out) throws IOException;
  }

  /** The file of that scale, generated if the directory does not have it yet. */
  static CsvFile of(String name, Rows rows, double scale, Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve(String.format(Locale.ROOT, "%s-%s.csv", name, scale));
    if (!Files.exists(file)) {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      try (BufferedWriter out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
        rows.write(scale, out);
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return new CsvFile(name, file, rows.separator(), rows.columns());
  }

  long bytes() throws IOException {
    return Files.size(path);
  }
}
