package plimsoll.server.schema;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import plimsoll.model.SoftLinks;
import plimsoll.model.Table;

/** What tables hold now. */
public interface TableFacts {
  /** Rows and bytes of a table; empty if they cannot be told. Cheap. */
  Optional<Size> size(Table table);

  /** Where its rows are; empty if that cannot be told. Cheap. */
  Optional<Offline> offline(Table table);

  /** Whether it has rows in files of its own. */
  boolean hasFiles(Table table);

  /** Partitions that hold rows, by name; one without a name if the table is not partitioned. */
  List<Partition> partitions(Table table);

  /**
   * A table's size.
   *
   * @param rows rows
   * @param bytes bytes of its files
   */
  record Size(long rows, long bytes) {
    /** On average; 0 if there are no rows. */
    public long bytesPerRow() {
      return rows == 0 ? 0 : bytes / rows;
    }
  }

  /**
   * Where the rows of a table are.
   *
   * @param directory of its own files
   * @param links files of others that it shows
   */
  record Offline(String directory, SoftLinks links) {
    /** The links as words; empty if there are none. */
    public String text() {
      return links.isEmpty()
          ? ""
          : "symbolic_paths=" + paths() + " format=" + links.format() + " options=" + options();
    }

    String paths() {
      return JsonText.list(links.paths());
    }

    String options() {
      return JsonText.object(new TreeMap<>(links.options()));
    }
  }

  /**
   * A partition.
   *
   * @param name field=value, several with slashes between; empty if there is no partitioning
   * @param rows rows, before deletes of other engines
   * @param files data files
   * @param bytes bytes of its files
   */
  record Partition(String name, long rows, long files, long bytes) {}
}
