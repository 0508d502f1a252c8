package plimsoll.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What OpenMLDB's {@code OPTIONS (...)} of a table ask for. They are kept as properties of the
 * table, by the words below.
 *
 * @param partitions parts of its online rows
 * @param replicas copies of each part
 * @param storage where the rows are to be read from
 * @param compression of the rows
 * @param distribution which server has which part, as written; empty if nothing was
 */
public record OnlineOptions(
    int partitions, int replicas, Storage storage, Compress compression, String distribution) {
  /** How their properties begin. */
  public static final String PREFIX = "plimsoll.kept.options.";

  /** A number of {@link #partitions}. */
  public static final String PARTITIONNUM = "partitionnum";

  /** A number of {@link #replicas}. */
  public static final String REPLICANUM = "replicanum";

  /** A word of {@link Storage}. */
  public static final String STORAGE_MODE = "storage_mode";

  /** A word of {@link Compress}. */
  public static final String COMPRESS_TYPE = "compress_type";

  /** A list of {@link #distribution}. */
  public static final String DISTRIBUTION = "distribution";

  /** All words, as OpenMLDB's manual orders them. */
  public static final List<String> WORDS =
      List.of(PARTITIONNUM, REPLICANUM, STORAGE_MODE, COMPRESS_TYPE, DISTRIBUTION);

  /** Whether the values of an option are words, which SQL writes in quotes. */
  public static boolean isWord(String option) {
    return option.equals(STORAGE_MODE) || option.equals(COMPRESS_TYPE);
  }

  /** Where rows are read from. */
  public enum Storage {
    /** From memory, as far as the cache holds them: they are read into it ahead. */
    MEMORY("Memory"),
    /** From disk, and what is read again from memory. */
    HDD("HDD"),
    /** As HDD. */
    SSD("SSD");

    private final String word;

    Storage(String word) {
      this.word = word;
    }

    /** As OpenMLDB writes it. */
    public String word() {
      return word;
    }

    /** The one of that word, in any letter case. */
    public static Optional<Storage> find(String word) {
      return Arrays.stream(values()).filter(one -> one.word.equalsIgnoreCase(word)).findFirst();
    }

    /** All words. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Storage::word).toList();
    }
  }

  /** How rows are compressed. */
  public enum Compress {
    NO_COMPRESS("NoCompress"),
    SNAPPY("Snappy");

    private final String word;

    Compress(String word) {
      this.word = word;
    }

    /** As OpenMLDB writes it. */
    public String word() {
      return word;
    }

    /** The one of that word, in any letter case. */
    public static Optional<Compress> find(String word) {
      return Arrays.stream(values()).filter(one -> one.word.equalsIgnoreCase(word)).findFirst();
    }

    /** All words. */
    public static List<String> words() {
      return Arrays.stream(values()).map(Compress::word).toList();
    }
  }

  /** Those of a table; what it does not say is one part, one copy, on disk. */
  public static OnlineOptions of(Table table) {
    Map<String, String> written = written(table);
    return new OnlineOptions(
        number(written, PARTITIONNUM),
        number(written, REPLICANUM),
        Storage.find(written.getOrDefault(STORAGE_MODE, "")).orElse(Storage.SSD),
        Compress.find(written.getOrDefault(COMPRESS_TYPE, "")).orElse(Compress.NO_COMPRESS),
        written.getOrDefault(DISTRIBUTION, ""));
  }

  /** What was written, by its words in lower case. */
  public static Map<String, String> written(Table table) {
    Map<String, String> written = new TreeMap<>();
    table
        .properties()
        .forEach(
            (key, value) -> {
              if (key.startsWith(PREFIX)) {
                written.put(key.substring(PREFIX.length()).toLowerCase(Locale.ROOT), value);
              }
            });
    return written;
  }

  private static int number(Map<String, String> written, String word) {
    String text = written.getOrDefault(word, "");
    return text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 1;
  }
}
