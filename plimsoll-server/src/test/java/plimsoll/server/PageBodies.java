package plimsoll.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;

/** What lies in Parquet files, page by page. */
final class PageBodies {
  private PageBodies() {}

  static ParquetMetadata footer(Path file) {
    try (ParquetFileReader reader = ParquetFileReader.open(new LocalInputFile(file))) {
      return reader.getFooter();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** For each column the bytes of its pages without headers, over all row groups, as texts. */
  static Map<String, List<String>> of(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      Map<String, List<String>> pages = new LinkedHashMap<>();
      for (BlockMetaData group : footer(file).getBlocks()) {
        for (ColumnChunkMetaData chunk : group.getColumns()) {
          pages
              .computeIfAbsent(chunk.getPath().toDotString(), any -> new ArrayList<>())
              .addAll(bodies(bytes, chunk));
        }
      }
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> bodies(byte[] file, ColumnChunkMetaData chunk) throws IOException {
    int start = (int) chunk.getStartingPos();
    ByteArrayInputStream in =
        new ByteArrayInputStream(
            Arrays.copyOfRange(file, start, start + (int) chunk.getTotalSize()));
    List<String> bodies = new ArrayList<>();
    while (in.available() > 0) {
      PageHeader header = Util.readPageHeader(in);
      byte[] body = in.readNBytes(header.getCompressed_page_size());
      bodies.add(new String(body, StandardCharsets.ISO_8859_1));
    }
    return bodies;
  }

  /** The columns of a table's data files whose pages are those of the source, byte by byte. */
  static Set<String> copied(Path source, List<Path> tableFiles) {
    Map<String, List<String>> from = of(source);
    Map<String, List<String>> to = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Path file : tableFiles) {
      of(file)
          .forEach((name, all) -> to.computeIfAbsent(name, any -> new ArrayList<>()).addAll(all));
    }
    Set<String> copied = new TreeSet<>();
    from.forEach(
        (name, pages) -> {
          if (pages.equals(to.get(name))) {
            copied.add(name);
          }
        });
    return copied;
  }
}
