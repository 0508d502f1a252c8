package plimsoll.sql.plan;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.load.InputForm;
import plimsoll.model.Quality;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.sql.tree.Option;

/**
 * What the options of REPLAY REJECTS mean: those of the load before, changed by the ones that are
 * written.
 *
 * @param csv how the kept rows are read
 * @param quality how many bad rows it bears, and what becomes of values that do not convert
 * @param partial whether it is fine that not all rejected rows were kept
 */
public record ReplayOptions(CsvOptions csv, Quality quality, boolean partial) {
  private static final String PARTIAL = "partial";

  /** Kept rows have no header and are not packed. */
  private static final Set<CsvOption> WITHOUT_SENSE =
      EnumSet.of(
          CsvOption.HEADER,
          CsvOption.UNKNOWN_COLUMNS,
          CsvOption.SKIP_HEADER,
          CsvOption.COMPRESSION);

  /** Checks and reads options, on top of those of the load before. BAD_OPTION, UNKNOWN_OPTION. */
  public static ReplayOptions of(InputForm form, List<Option> options) {
    // What the first value of the load said is not in the kept rows, whose first may be the odd
    // one.
    CsvOptions.Builder csv = form.ofKeptRows().toBuilder().timestamps(CsvOptions.Timestamps.EACH);
    Quality quality = Quality.DEFAULT.with(form.badValues());
    boolean partial = false;
    Set<String> seen = new HashSet<>();
    for (Option option : options) {
      String key = option.name().text().toLowerCase(Locale.ROOT);
      String text = option.value().text();
      Optional<CsvOption> known = CsvOption.find(key).filter(each -> !WITHOUT_SENSE.contains(each));
      if (!seen.add(known.map(CsvOption::word).orElse(key))) {
        throw located(option, ErrorCode.BAD_OPTION.with("Option " + key + " is given twice."));
      }
      if (known.isPresent()) {
        run(
            option,
            () -> {
              known.get().set(csv, text);
              return csv;
            });
      } else if (Quality.WORDS.contains(key)) {
        Quality before = quality;
        quality = run(option, () -> before.with(key, text));
      } else if (key.equals(PARTIAL)) {
        partial = run(option, () -> flag(text));
      } else {
        throw ErrorCode.UNKNOWN_OPTION
            .with(option.name(), "REPLAY REJECTS", Nearest.hint(key, words()))
            .at(option.name().at().toString());
      }
    }
    return new ReplayOptions(csv.build(), quality, partial);
  }

  private static boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw ErrorCode.BAD_OPTION.with(PARTIAL + " is '" + text + "', must be true or false.");
    };
  }

  private static List<String> words() {
    List<String> words = new ArrayList<>(CsvOption.words());
    WITHOUT_SENSE.forEach(option -> words.remove(option.word()));
    words.addAll(Quality.WORDS);
    words.add(PARTIAL);
    return words;
  }

  private static <T> T run(Option option, Supplier<T> read) {
    try {
      return read.get();
    } catch (PlimsollException e) {
      throw located(option, e);
    }
  }

  private static PlimsollException located(Option option, PlimsollException e) {
    return e.at(option.value().at().toString());
  }
}
