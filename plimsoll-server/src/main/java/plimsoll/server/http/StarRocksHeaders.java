package plimsoll.server.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.model.BadValuePolicy;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvOptions.Compression;
import plimsoll.pipeline.parse.CsvOptions.RecordEnd;
import plimsoll.pipeline.parse.CsvOptions.Trim;
import plimsoll.pipeline.parse.Delimiter;

/**
 * Stream Load's headers as StarRocks defines them, with its error texts. What would change which rows
 * exist and is not built yet is refused by name; what only tunes the original is listed as ignored.
 */
public final class StarRocksHeaders implements StreamLoadHeaders {
  private static final long MOST_TIMEOUT_SECONDS = 259_200;

  private static final Set<String> OBEYED =
      Set.of(
          "label", "format", "columns", "column_separator", "row_delimiter", "skip_header",
          "enclose", "escape", "trim_space", "max_filter_ratio", "strict_mode", "timeout",
          "compression", "content-encoding");

  /** Refused whenever they have a value. */
  private static final List<String> NOT_YET =
      List.of("where", "partitions", "temporary_partitions", "merge_condition");

  /** Refused when they are on. */
  private static final List<String> NOT_YET_SWITCHES =
      List.of("negative", "partial_update", "enable_merge_commit");

  private final Duration defaultTimeout;

  /** Loads that do not say may take that long. */
  public StarRocksHeaders(Duration defaultTimeout) {
    this.defaultTimeout = defaultTimeout;
  }

  @Override
  public Options read(Map<String, String> headers) {
    refuseNotBuilt(headers);
    return new Options(
        csv(headers),
        fields(headers.get("columns")),
        ratio(headers.get("max_filter_ratio")),
        flag(headers, "strict_mode", "Invalid strict mode format. Must be bool type")
            ? BadValuePolicy.REJECT
            : BadValuePolicy.NULLIFY,
        timeout(headers.get("timeout")),
        headers.keySet().stream().filter(name -> !OBEYED.contains(name)).sorted().toList());
  }

  private static void refuseNotBuilt(Map<String, String> headers) {
    for (String name : NOT_YET) {
      String value = headers.get(name);
      if (value != null && !value.isBlank()) {
        throw ErrorCode.UNSUPPORTED.with("Header " + name, "");
      }
    }
    for (String name : NOT_YET_SWITCHES) {
      if ("true".equalsIgnoreCase(headers.get(name))) {
        throw ErrorCode.UNSUPPORTED.with("Header " + name, "");
      }
    }
  }

  private static CsvOptions csv(Map<String, String> headers) {
    CsvOptions.Builder csv = CsvOptions.starrocks().toBuilder().compression(compression(headers));
    String separator = headers.get("column_separator");
    if (separator != null) {
      csv.separator(Delimiter.parse(separator));
    }
    String rowDelimiter = headers.get("row_delimiter");
    if (rowDelimiter != null) {
      csv.recordEnd(RecordEnd.bytes(Delimiter.parse(rowDelimiter)));
    }
    return csv.enclose(firstByte(headers.get("enclose")))
        .escape(firstByte(headers.get("escape")))
        .skipHeader(skipHeader(headers.get("skip_header")))
        .trim(
            flag(headers, "trim_space", "Invalid trim space format. Must be bool type")
                ? Trim.SPACES
                : Trim.NONE)
        .build();
  }

  private static Compression compression(Map<String, String> headers) {
    String compression = headers.get("compression");
    String encoding = headers.get("content-encoding");
    if (compression != null && encoding != null) {
      throw ErrorCode.BAD_OPTION.with(
          "Only one of http header content-encoding and compression can be set");
    }
    String named = compression != null ? compression : encoding;
    Compression ofFormat = format(headers.getOrDefault("format", "csv"));
    if (named == null || named.equalsIgnoreCase("identity")) {
      return ofFormat;
    }
    if (!named.equalsIgnoreCase("gzip")) {
      throw ErrorCode.UNSUPPORTED.with("Compression " + named, " Use GZIP, or send plain CSV.");
    }
    return Compression.GZIP;
  }

  private static Compression format(String format) {
    return switch (format.toLowerCase(Locale.ROOT)) {
      case "csv" -> Compression.NONE;
      case "gzip" -> Compression.GZIP;
      case "json", "bzip2", "lz4", "deflate", "zstd", "parquet", "orc", "avro" ->
          throw ErrorCode.UNSUPPORTED.with("Format " + format, " Send CSV, plain or as gzip.");
      default -> throw ErrorCode.BAD_OPTION.with("unknown data format, format=" + format);
    };
  }

  private static @Nullable Byte firstByte(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text.getBytes(StandardCharsets.UTF_8)[0];
  }

  private static long skipHeader(@Nullable String text) {
    long rows = number(text, 0, "Invalid csv load skip_header format");
    if (rows < 0) {
      throw ErrorCode.BAD_OPTION.with("skip_header must be equal or greater than 0");
    }
    return rows;
  }

  private Duration timeout(@Nullable String text) {
    long seconds = number(text, defaultTimeout.toSeconds(), "Invalid timeout format");
    if (seconds < 1 || seconds > MOST_TIMEOUT_SECONDS) {
      throw ErrorCode.BAD_OPTION.with(
          "Invalid timeout: " + seconds + ". Timeout should between 1 and 259200 seconds");
    }
    return Duration.ofSeconds(seconds);
  }

  private static long number(@Nullable String text, long byDefault, String error) {
    if (text == null) {
      return byDefault;
    }
    try {
      return Long.parseLong(text.strip());
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_OPTION.because(e, error);
    }
  }

  private static boolean flag(Map<String, String> headers, String name, String error) {
    String text = headers.getOrDefault(name, "false").strip();
    if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
      throw ErrorCode.BAD_OPTION.with(error);
    }
    return text.equalsIgnoreCase("true");
  }

  /** As in the original, a text that is no number reads as 0. */
  private static double ratio(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    double ratio;
    try {
      ratio = Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      return 0;
    }
    if (!(ratio >= 0 && ratio <= 1)) {
      throw ErrorCode.BAD_OPTION.with(
          "Invalid max_filter_ratio: " + text + ". It should be between 0.0 and 1.0");
    }
    return ratio;
  }

  private static @Nullable List<String> fields(@Nullable String columns) {
    if (columns == null || columns.isBlank()) {
      return null;
    }
    if (columns.indexOf('=') >= 0) {
      throw ErrorCode.UNSUPPORTED.with(
          "An assignment in header columns (" + columns.strip() + ")", " Give names only.");
    }
    List<String> fields = new ArrayList<>();
    for (String field : columns.split(",", -1)) {
      String name = field.strip();
      if (name.length() > 1 && name.startsWith("`") && name.endsWith("`")) {
        name = name.substring(1, name.length() - 1);
      }
      if (name.isEmpty()) {
        throw ErrorCode.BAD_OPTION.with("Header columns has an empty name: " + columns);
      }
      if (name.equalsIgnoreCase("__op")) {
        throw ErrorCode.UNSUPPORTED.with("Field __op", " Tables without a primary key have no use for it.");
      }
      fields.add(name);
    }
    return fields;
  }
}
