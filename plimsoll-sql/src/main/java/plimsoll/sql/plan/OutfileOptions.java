package plimsoll.sql.plan;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvPreset;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.Option;
import plimsoll.sql.tree.SelectInto;

/**
 * What the options of INTO OUTFILE mean. All are checked before the query runs.
 *
 * <p>Source: OpenMLDB's SELECT INTO of a cluster. Names, defaults and dialects are those of LOAD
 * DATA ({@link LoadDataOptions}), so that the same options read what was written.
 *
 * @param format how the file is written
 * @param csv the dialect of text; the usual one for Parquet
 * @param mode what becomes of a file that is there
 */
public record OutfileOptions(InputFormat format, CsvOptions csv, Mode mode) {
  private static final String COALESCE = "coalesce";
  private static final String DELIMITER = "delimiter";
  private static final String ESCAPE = "escape";
  private static final String FORMAT = "format";
  private static final String HEADER = "header";
  private static final String MODE = "mode";
  private static final String NULL_VALUE = "null_value";
  private static final String QUOTE = "quote";
  private static final String QUOTE_ESCAPE = "quote_escape";

  private static final List<String> KNOWN =
      List.of(
          FORMAT,
          MODE,
          DELIMITER,
          HEADER,
          NULL_VALUE,
          QUOTE,
          ESCAPE,
          QUOTE_ESCAPE,
          COALESCE,
          CsvPreset.OPTION);

  private static final List<String> OF_CSV =
      List.of(DELIMITER, HEADER, NULL_VALUE, QUOTE, ESCAPE, QUOTE_ESCAPE, CsvPreset.OPTION);

  private static final Set<CsvOption> ONE_BYTE =
      EnumSet.of(CsvOption.ENCLOSE, CsvOption.ESCAPE, CsvOption.QUOTE_ESCAPE);

  /** Names that LOAD DATA has too for the same options. */
  private static final Map<String, String> ALIASES =
      Map.of("column_separator", DELIMITER, "enclose", QUOTE);

  /** What becomes of a file that is there already. */
  public enum Mode {
    ERROR_IF_EXISTS,
    OVERWRITE,
    APPEND;

    private String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Checks and reads the options of a statement. BAD_OPTION, UNKNOWN_OPTION, UNSUPPORTED. */
  public static OutfileOptions of(SelectInto statement) {
    Map<String, Option> written = new HashMap<>();
    for (Option option : statement.options()) {
      String key = option.name().text().toLowerCase(Locale.ROOT);
      String word = ALIASES.getOrDefault(key, key);
      if (!KNOWN.contains(word)) {
        throw ErrorCode.UNKNOWN_OPTION
            .with(option.name(), "INTO OUTFILE", hint(key))
            .at(option.name().at().toString());
      }
      if (written.put(word, option) != null) {
        throw bad(option, "is given twice");
      }
    }
    return new Reader(written, statement.path()).read();
  }

  private static String hint(String written) {
    String near = Nearest.hint(written, KNOWN);
    return near.isEmpty() ? " Options: " + String.join(", ", KNOWN) + "." : near;
  }

  private static PlimsollException bad(Option option, String why) {
    return ErrorCode.BAD_OPTION
        .with("Option " + option.name() + " " + why + ".")
        .at(option.value().at().toString());
  }

  /** Reads one statement's options. */
  private record Reader(Map<String, Option> written, Literal path) {
    OutfileOptions read() {
      refuseParts();
      OutfileOptions options = new OutfileOptions(format(), csv(), mode());
      if (options.mode == Mode.APPEND && options.format == InputFormat.PARQUET) {
        throw ErrorCode.UNSUPPORTED
            .with(
                "Option mode='append' for a Parquet file",
                " Write another file beside it: LOAD DATA takes a directory.")
            .at(path.at().toString());
      }
      if (options.format == InputFormat.PARQUET) {
        refuseForParquet();
      }
      return options;
    }

    private void refuseForParquet() {
      for (String name : OF_CSV) {
        Option said = written.get(name);
        if (said != null) {
          throw bad(
              said, "means nothing in a Parquet file: leave it out, or say format='csv' for text");
        }
      }
    }

    private InputFormat format() {
      Option said = written.get(FORMAT);
      if (said == null) {
        return InputFormat.byName(path.text());
      }
      try {
        return InputFormat.of(said.value().text());
      } catch (PlimsollException e) {
        throw e.at(said.value().at().toString());
      }
    }

    private Mode mode() {
      Option said = written.get(MODE);
      if (said == null) {
        return Mode.ERROR_IF_EXISTS;
      }
      String value = said.value().text().strip();
      for (Mode mode : Mode.values()) {
        if (mode.word().equals(value.toLowerCase(Locale.ROOT))) {
          return mode;
        }
      }
      String words =
          Arrays.stream(Mode.values())
              .map(mode -> "'" + mode.word() + "'")
              .collect(Collectors.joining(" or "));
      throw bad(said, "is '" + value + "', must be " + words);
    }

    /** One file has no parts; OpenMLDB's 0 stands for as many as there happen to be. */
    private void refuseParts() {
      Option said = written.get(COALESCE);
      if (said == null) {
        return;
      }
      String value = said.value().text().strip();
      if (!value.matches("\\d{1,9}")) {
        throw bad(said, "is '" + value + "', must be a whole number from 0");
      }
      if (Integer.parseInt(value) > 1) {
        throw ErrorCode.UNSUPPORTED
            .with("Option coalesce=" + value, " The path is one file, not a directory of parts.")
            .at(said.value().at().toString());
      }
    }

    private CsvOptions csv() {
      CsvOptions.Builder csv = preset().options().toBuilder();
      set(csv, DELIMITER, CsvOption.COLUMN_SEPARATOR);
      set(csv, ESCAPE, CsvOption.ESCAPE);
      set(csv, QUOTE_ESCAPE, CsvOption.QUOTE_ESCAPE);
      set(csv, QUOTE, CsvOption.ENCLOSE);
      set(csv, NULL_VALUE, CsvOption.NULL_VALUE);
      boolean usual = csv.build().header() != Header.NONE;
      return csv.header(header(usual) ? Header.SKIP : Header.NONE).build();
    }

    private void set(CsvOptions.Builder csv, String name, CsvOption option) {
      Option said = written.get(name);
      if (said == null) {
        return;
      }
      String text = said.value().text();
      if (option == CsvOption.COLUMN_SEPARATOR && text.isEmpty()) {
        throw bad(said, "must not be empty");
      }
      if (option == CsvOption.NULL_VALUE && said.value().kind() == Literal.Kind.NULL) {
        throw bad(said, "must be a text, for example 'null' or ''");
      }
      boolean oneByte = ONE_BYTE.contains(option);
      if (oneByte && text.length() > 1 && !text.matches("(?i)(\\\\|0)x[0-9a-f]{2}")) {
        throw bad(said, "must be one character, or empty for none");
      }
      try {
        option.set(csv, text);
      } catch (PlimsollException e) {
        throw e.at(said.value().at().toString());
      }
      requireOne(said, option, csv);
    }

    /** Reading may take several; writing needs to know which. */
    private static void requireOne(Option said, CsvOption option, CsvOptions.Builder csv) {
      if (option == CsvOption.NULL_VALUE && csv.build().nullMarkers().size() != 1) {
        throw bad(said, "names several texts, must be the one that is written for NULL");
      }
    }

    private CsvPreset preset() {
      Option said = written.get(CsvPreset.OPTION);
      if (said == null) {
        return CsvPreset.OPENMLDB_CLUSTER;
      }
      CsvPreset preset;
      try {
        preset = CsvPreset.of(said.value().text());
      } catch (PlimsollException e) {
        throw e.at(said.value().at().toString());
      }
      if (preset == CsvPreset.OPENMLDB_LOCAL) {
        throw ErrorCode.UNSUPPORTED
            .with(
                "Writing the dialect openmldb-local",
                " It can express neither an empty text nor a time with microseconds.")
            .at(said.value().at().toString());
      }
      return preset;
    }

    private boolean header(boolean usual) {
      Option said = written.get(HEADER);
      String value =
          said == null ? Boolean.toString(usual) : said.value().text().toLowerCase(Locale.ROOT);
      return switch (value) {
        case "true", "skip", "names" -> true;
        case "false", "none" -> false;
        default -> throw bad(require(said), "is '" + value + "', must be true or false");
      };
    }

    /** Defaults are never refused. */
    private static Option require(@Nullable Option said) {
      if (said == null) {
        throw ErrorCode.BROKEN_INVARIANT.with("the default of an option is refused");
      }
      return said;
    }
  }
}
