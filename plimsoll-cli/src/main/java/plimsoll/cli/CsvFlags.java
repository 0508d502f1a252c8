package plimsoll.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.guess.Known;
import plimsoll.pipeline.parse.CsvOptions;

/** How a CSV file is written, as far as the user says; the rest is guessed or the dialect's. */
final class CsvFlags {
  /** Bundles of options, by the names the manual uses. */
  enum DialectName {
    RFC4180,
    STARROCKS,
    OPENMLDB_CLUSTER;

    static final List<String> ALL = List.of("rfc4180", "starrocks", "openmldb-cluster");

    static DialectName of(String written) {
      int index = ALL.indexOf(written.toLowerCase(Locale.ROOT));
      if (index < 0) {
        throw ErrorCode.BAD_OPTION.with(
            "--dialect is '" + written + "', must be one of " + String.join(", ", ALL) + ".");
      }
      return values()[index];
    }

    CsvOptions options() {
      return switch (this) {
        case RFC4180 -> CsvOptions.rfc4180();
        case STARROCKS -> CsvOptions.starrocks();
        case OPENMLDB_CLUSTER -> CsvOptions.openmldbCluster();
      };
    }
  }

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      description = "rfc4180, starrocks or openmldb-cluster; default: guessed.")
  @Nullable String dialect;

  @Option(
      names = {"-s", "--separator"},
      paramLabel = "TEXT",
      description = "Between fields; \\t, or hex as in \\x01.")
  @Nullable String separator;

  @Option(names = "--quote", paramLabel = "CHAR", description = "Around fields; empty for none.")
  @Nullable String quote;

  @Option(names = "--escape", paramLabel = "CHAR", description = "Before a character taken as is.")
  @Nullable String escape;

  @Option(
      names = "--null",
      paramLabel = "TEXT",
      description = "Means NULL where not quoted; may be given more than once.")
  @Nullable List<String> nulls;

  @Option(
      names = "--null-word",
      paramLabel = "TEXT",
      description = "As --null, but text columns keep it; default: guessed for each column.")
  @Nullable List<String> nullWords;

  @Option(
      names = "--null-in",
      paramLabel = "COLUMN=TEXT",
      description = "As --null-word, in that column only, and in quotes too; name or number.")
  @Nullable List<String> nullsIn;

  @Option(
      names = "--header",
      negatable = true,
      description = "The first row names the columns, or is data; default: guessed.")
  @Nullable Boolean header;

  @Option(names = "--skip", paramLabel = "N", description = "Rows before the header to skip.")
  @Nullable Long skip;

  @Option(names = "--trim", description = "Drop spaces around fields.")
  boolean trim;

  /** The dialect that the user named; else that of most files. */
  CsvOptions base() {
    return dialect == null ? CsvOptions.rfc4180() : DialectName.of(dialect).options();
  }

  /** What is not to be guessed. */
  Known known() {
    boolean all = dialect != null;
    return new Known(
        all || separator != null,
        all || quote != null || escape != null,
        all || header != null,
        all || skip != null,
        all || trim,
        nullWordsByColumn());
  }

  private Map<String, List<String>> nullWordsByColumn() {
    Map<String, List<String>> words = new HashMap<>();
    for (String each : nullsIn == null ? List.<String>of() : nullsIn) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw ErrorCode.BAD_OPTION.with("--null-in is '" + each + "', must be COLUMN=TEXT.");
      }
      words
          .computeIfAbsent(each.substring(0, equals), none -> new ArrayList<>())
          .add(each.substring(equals + 1));
    }
    return words;
  }

  /** What the user fixed, on top of {@code base}. */
  CsvOptions applyTo(CsvOptions base) {
    CsvOptions.Builder options = base.toBuilder();
    if (separator != null) {
      options.separator(bytes("--separator", separator));
    }
    if (quote != null) {
      options.enclose(oneByte("--quote", quote));
    }
    if (escape != null) {
      options.escape(oneByte("--escape", escape));
    }
    if (nulls != null) {
      options.nullMarkers(nulls).emptyIsNull(nulls.contains(""));
    }
    if (nullWords != null) {
      options.nullWords(nullWords);
    }
    if (header != null) {
      options.header(header ? CsvOptions.Header.BY_NAME : CsvOptions.Header.NONE);
    }
    if (skip != null) {
      options.skipHeader(skip);
    }
    if (trim) {
      options.trim(CsvOptions.Trim.SPACES);
    }
    return options.build();
  }

  private static @Nullable Byte oneByte(String flag, String written) {
    if (written.isEmpty()) {
      return null;
    }
    byte[] bytes = bytes(flag, written);
    if (bytes.length != 1) {
      throw ErrorCode.BAD_OPTION.with(flag + " is '" + written + "', must be one ASCII character.");
    }
    return bytes[0];
  }

  private static byte[] bytes(String flag, String written) {
    if (written.isEmpty()) {
      throw ErrorCode.BAD_OPTION.with(flag + " is empty.");
    }
    if (written.toLowerCase(Locale.ROOT).startsWith("\\x")) {
      try {
        return HexFormat.of().parseHex(written.substring(2));
      } catch (IllegalArgumentException e) {
        throw ErrorCode.BAD_OPTION.because(
            e, flag + " is '" + written + "': after \\x come hex digits, two for each byte.");
      }
    }
    return written.replace("\\t", "\t").replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
  }
}
