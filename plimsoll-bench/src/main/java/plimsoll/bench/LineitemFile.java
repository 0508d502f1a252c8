package plimsoll.bench;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/** TPC-H's lineitem as a file: fields separated by {@code |}, no header, no quotes. */
final class LineitemFile {
  static final char SEPARATOR = '|';

  /** Its columns, named and typed as TPC-H does; types are the same in Plimsoll and DuckDB. */
  static final List<Column> COLUMNS =
      List.of(
          new Column("l_orderkey", "BIGINT"),
          new Column("l_partkey", "BIGINT"),
          new Column("l_suppkey", "BIGINT"),
          new Column("l_linenumber", "INT"),
          new Column("l_quantity", "DECIMAL(15,2)"),
          new Column("l_extendedprice", "DECIMAL(15,2)"),
          new Column("l_discount", "DECIMAL(15,2)"),
          new Column("l_tax", "DECIMAL(15,2)"),
          new Column("l_returnflag", "VARCHAR(1)"),
          new Column("l_linestatus", "VARCHAR(1)"),
          new Column("l_shipdate", "DATE"),
          new Column("l_commitdate", "DATE"),
          new Column("l_receiptdate", "DATE"),
          new Column("l_shipinstruct", "VARCHAR(25)"),
          new Column("l_shipmode", "VARCHAR(10)"),
          new Column("l_comment", "VARCHAR(44)"));

  /**
   * One column.
   *
   * @param name its name
   * @param type SQL type
   */
  record Column(String name, String type) {
    boolean isText() {
      return type.startsWith("VARCHAR");
    }

    boolean isNumber() {
      return !isText() && !type.equals("DATE");
    }
  }

  private LineitemFile() {}

  /** The file of that scale factor, generated if the directory does not have it yet. */
  static Path at(double scale, Path cacheDirectory) throws IOException {
    Files.createDirectories(cacheDirectory);
    Path file = cacheDirectory.resolve(String.format(Locale.ROOT, "lineitem-%s.csv", scale));
    if (!Files.exists(file)) {
      Path part = file.resolveSibling(file.getFileName() + ".part");
      generate(scale, part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return file;
  }

  private static void generate(double scale, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (LineItem row : new LineItemGenerator(scale, 1, 1)) {
        String line = row.toLine();
        out.append(line, 0, line.length() - 1).append('\n'); // without the last separator
      }
    }
  }
}
