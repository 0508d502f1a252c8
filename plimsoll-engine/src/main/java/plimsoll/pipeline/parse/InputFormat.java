package plimsoll.pipeline.parse;

import java.util.List;
import java.util.Locale;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/** How the inputs of a load are written. */
public enum InputFormat {
  /** Delimited text. */
  CSV,
  /** Columns in row groups, with types of their own. */
  PARQUET;

  private static final List<String> WORDS = List.of("csv", "parquet");

  /** The format of that name in any letter case; BAD_OPTION. */
  public static InputFormat of(String word) {
    String wanted = word.strip().toLowerCase(Locale.ROOT);
    int index = WORDS.indexOf(wanted);
    if (index < 0) {
      throw ErrorCode.BAD_OPTION.with(
          "format is '" + word + "', must be csv or parquet." + Nearest.hint(wanted, WORDS));
    }
    return values()[index];
  }

  /** Its name. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the ending of an input's name says; CSV where it says nothing. */
  public static InputFormat byName(String name) {
    return name.toLowerCase(Locale.ROOT).endsWith(".parquet") ? PARQUET : CSV;
  }

  /** What the endings of all names say; BAD_OPTION if they do not agree. */
  public static InputFormat byNames(List<String> names) {
    InputFormat format = names.isEmpty() ? CSV : byName(names.get(0));
    for (String name : names) {
      if (byName(name) != format) {
        throw ErrorCode.BAD_OPTION.with(
            "'"
                + names.get(0)
                + "' and '"
                + name
                + "' are of different formats by their endings. Load them apart, or say which"
                + " format all of them have: format=csv or parquet.");
      }
    }
    return format;
  }
}
