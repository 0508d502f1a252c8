package plimsoll.server.scan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Quality;
import plimsoll.model.SoftLinks;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvPreset;
import plimsoll.pipeline.parse.InputFormat;

/**
 * How soft links are read, as the words that are kept of it: those that say another thing than
 * OpenMLDB's cluster does, and of CSV always its separator, header, NULL and quote.
 *
 * @param format of the files
 * @param csv how text is read; of Parquet, which names and conversions are taken
 * @param badValues what a value that does not convert does
 */
public record LinkReading(InputFormat format, CsvOptions csv, BadValuePolicy badValues) {
  private static final String BAD_VALUES = "bad_values";
  private static final CsvPreset BASE = CsvPreset.OPENMLDB_CLUSTER;
  private static final Set<String> ALWAYS_OF_CSV =
      words(CsvOption.COLUMN_SEPARATOR, CsvOption.HEADER, CsvOption.NULL_VALUE, CsvOption.ENCLOSE);
  private static final Set<String> OF_PARQUET =
      words(CsvOption.UNKNOWN_COLUMNS, CsvOption.CONVERSIONS);

  private static Set<String> words(CsvOption... options) {
    return Arrays.stream(options).map(CsvOption::word).collect(Collectors.toSet());
  }

  /** How those links are read. */
  public static LinkReading of(SoftLinks links) {
    Map<String, String> words = new LinkedHashMap<>(links.options());
    String badValues = words.remove(BAD_VALUES);
    Quality quality = BASE.quality();
    return new LinkReading(
        InputFormat.of(links.format()),
        CsvOption.read(BASE.options(), words),
        badValues == null ? quality.badValues() : quality.with(BAD_VALUES, badValues).badValues());
  }

  /**
   * As a client writes it: formats and words in any letter case, other names of options too.
   *
   * @throws plimsoll.error.PlimsollException BAD_OPTION, UNKNOWN_OPTION
   */
  public static LinkReading written(String format, Map<String, String> words) {
    InputFormat known = InputFormat.of(format);
    Map<String, String> named = new LinkedHashMap<>();
    words.forEach(
        (name, value) -> {
          String word = word(name);
          if (known == InputFormat.PARQUET && !OF_PARQUET.contains(word) && !isPolicy(word)) {
            throw ErrorCode.BAD_OPTION.with(
                "Option '" + name + "' is about text; links of parquet have no such option.");
          }
          if (named.put(word, value) != null) {
            throw ErrorCode.BAD_OPTION.with(
                "Option '" + name + "' says again what another name of it says.");
          }
        });
    return of(new SoftLinks(known.word(), named, List.of()));
  }

  private static boolean isPolicy(String word) {
    return word.equals(BAD_VALUES);
  }

  private static String word(String name) {
    if (isPolicy(name.toLowerCase(Locale.ROOT))) {
      return BAD_VALUES;
    }
    return CsvOption.find(name)
        .map(CsvOption::word)
        .orElseThrow(
            () -> {
              List<String> known = new ArrayList<>(CsvOption.words());
              known.add(BAD_VALUES);
              return ErrorCode.UNKNOWN_OPTION.with(name, "soft links", Nearest.hint(name, known));
            });
  }

  /** Links to paths that are read so. */
  public SoftLinks links(List<String> paths) {
    Map<String, String> base = CsvOption.write(BASE.options());
    Map<String, String> kept = new HashMap<>();
    CsvOption.write(csv)
        .forEach(
            (word, value) -> {
              boolean isOther = !value.equals(base.get(word));
              boolean isKept =
                  format == InputFormat.CSV
                      ? isOther || ALWAYS_OF_CSV.contains(word)
                      : isOther && OF_PARQUET.contains(word);
              if (isKept) {
                kept.put(word, value);
              }
            });
    if (badValues != BASE.quality().badValues()) {
      kept.put(BAD_VALUES, Quality.word(badValues));
    }
    return new SoftLinks(format.word(), kept, paths);
  }
}
