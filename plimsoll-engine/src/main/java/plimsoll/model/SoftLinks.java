package plimsoll.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Files outside a table whose rows it shows besides its own: OpenMLDB's symbolic paths. A query
 * reads them as they are then.
 *
 * @param format how they are written, {@code csv} or {@code parquet}; empty without paths
 * @param options how they are read, by the words of LOAD DATA; for all paths the same
 * @param paths absolute ones of files, directories or patterns
 */
public record SoftLinks(String format, Map<String, String> options, List<String> paths) {
  /** No paths. */
  public static final SoftLinks NONE = new SoftLinks("", Map.of(), List.of());

  /** How a table's own files are written. */
  public static final String OWN_FORMAT = "parquet";

  /** No paths yet, of Parquet as it is. */
  public static final SoftLinks PARQUET = new SoftLinks(OWN_FORMAT, Map.of(), List.of());

  /** Copies the collections. */
  public SoftLinks {
    options = Map.copyOf(options);
    paths = List.copyOf(paths);
  }

  /** Parquet as it is. */
  public static SoftLinks ofParquet(List<String> paths) {
    return paths.isEmpty() ? NONE : new SoftLinks(OWN_FORMAT, Map.of(), paths);
  }

  /** Whether there are no paths. */
  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /** Whether both are read in the same way. */
  public boolean areReadLike(SoftLinks other) {
    return format.equals(other.format) && options.equals(other.options);
  }

  /** Whether a table with files of its own may have them: a table has one format for all. */
  public boolean mayStandBesideFiles() {
    return isEmpty() || (format.equals(OWN_FORMAT) && options.isEmpty());
  }

  /** With more paths; one that is there already, letter by letter, stays once. */
  SoftLinks with(SoftLinks more) {
    List<String> all = Stream.concat(paths.stream(), more.paths.stream()).distinct().toList();
    return new SoftLinks(more.format, more.options, all);
  }

  /** Without some of the paths. */
  SoftLinks without(List<String> dropped) {
    List<String> left = paths.stream().filter(path -> !dropped.contains(path)).toList();
    return left.isEmpty() ? NONE : new SoftLinks(format, options, left);
  }

  /** How they are read, for a message. */
  String reading() {
    return options.isEmpty() ? format : format + " " + options;
  }
}
