package plimsoll.pipeline.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Quality;

/**
 * Bundles of CSV options, and of what becomes of values that do not convert, by the names that
 * every front end takes.
 */
@SuppressWarnings("ImmutableEnumChecker") // the functions have no state
public enum CsvPreset {
  RFC4180(CsvOptions::rfc4180, BadValuePolicy.NULLIFY),
  STARROCKS(CsvOptions::starrocks, BadValuePolicy.NULLIFY),
  OPENMLDB_CLUSTER(CsvOptions::openmldbCluster, BadValuePolicy.NULLIFY),
  OPENMLDB_LOCAL(CsvOptions::openmldbLocal, BadValuePolicy.ABORT),
  MYSQL(CsvOptions::mysql, BadValuePolicy.NULLIFY);

  /** The option that names one. */
  public static final String OPTION = "dialect";

  private final Supplier<CsvOptions> options;
  private final BadValuePolicy badValues;

  CsvPreset(Supplier<CsvOptions> options, BadValuePolicy badValues) {
    this.options = options;
    this.badValues = badValues;
  }

  /** As users write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Its options. */
  public CsvOptions options() {
    return options.get();
  }

  /** What a load bears unless its other options say more. */
  public Quality quality() {
    return Quality.DEFAULT.with(badValues);
  }

  /** All names. */
  public static List<String> words() {
    return Arrays.stream(values()).map(CsvPreset::word).toList();
  }

  /** The one of that name, in any letter case; BAD_OPTION. */
  public static CsvPreset of(String written) {
    String wanted = written.strip().toLowerCase(Locale.ROOT).replace('_', '-');
    for (CsvPreset preset : values()) {
      if (preset.word().equals(wanted)) {
        return preset;
      }
    }
    throw ErrorCode.BAD_OPTION.with(
        String.format(
            Locale.ROOT,
            "%s is '%s', must be one of %s.%s",
            OPTION,
            written,
            String.join(", ", words()),
            Nearest.hint(wanted, words())));
  }
}
