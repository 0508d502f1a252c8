package plimsoll.server.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import plimsoll.config.Settings;
import plimsoll.convert.TimeZones;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Compression;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.Delimiter;

/**
 * The headers of a Stream Load with StarRocks' meaning. What would change the rows and is not built
 * yet is refused by name; what has no effect here is listed in the load's record.
 *
 * <p>Source: StarRocks' table of Stream Load headers, texts of the errors included.
 */
public final class StarRocksHeaders implements StreamLoadHeaders {
  private static final int MOST_TIMEOUT_SECONDS = 259_200;

  /** Headers that choose rows or values in ways that are not built yet. */
  private static final List<String> NOT_YET =
      List.of("where", "partitions", "temporary_partitions", "merge_condition");

  /** Refused when they are on. */
  private static final List<String> NOT_YET_SWITCHES = List.of("negative", "enable_merge_commit");

  /** Compressions that StarRocks takes as a format of their own, and that are not built yet. */
  private static final Set<String> COMPRESSIONS_NOT_YET =
      Set.of("bzip2", "lz4", "lz4_frame", "deflate", "zstd");

  private final int defaultTimeoutSeconds;

  /** With the settings' default time-out. */
  public StarRocksHeaders(Settings settings) {
    defaultTimeoutSeconds = settings.get(Settings.STREAM_LOAD_DEFAULT_TIMEOUT_SECOND);
  }

  @Override
  public Options read(Map<String, String> headers) {
    return new Reading(headers).options(defaultTimeoutSeconds);
  }

  /** One request's headers: those that are read are taken out; what is left has no effect here. */
  private static final class Reading {
    private final Map<String, String> left;
    private final List<String> details = new ArrayList<>();

    Reading(Map<String, String> headers) {
      left = new TreeMap<>(headers);
    }

    Options options(int defaultTimeoutSeconds) {
      refuseWhatIsNotBuilt();
      CsvOptions csv = csv();
      List<String> fields = fields();
      double ratio = ratio();
      boolean strict = bool("strict_mode", "Invalid strict mode format. Must be bool type");
      int timeout = timeout(defaultTimeoutSeconds);
      ZoneId zone = zone();
      checkWithoutEffect();
      details.addAll(left.keySet());
      BadValuePolicy badValues = strict ? BadValuePolicy.REJECT : BadValuePolicy.NULLIFY;
      return new Options(
          csv, fields, ratio, badValues, Duration.ofSeconds(timeout), zone, details);
    }

    private void refuseWhatIsNotBuilt() {
      if (left.containsKey("partitions") && left.containsKey("temporary_partitions")) {
        throw bad("Can not specify both partitions and temporary partitions");
      }
      for (String name : NOT_YET) {
        if (!take(name, "").isEmpty()) {
          throw ErrorCode.UNSUPPORTED.with("Header '" + name + "'", "");
        }
      }
      if (bool("partial_update", "Invalid partial update flag format. Must be bool type")) {
        throw bad("Only primary key table support partial update");
      }
      for (String name : NOT_YET_SWITCHES) {
        if (take(name, "").equalsIgnoreCase("true")) {
          throw ErrorCode.UNSUPPORTED.with("Header '" + name + "'", "");
        }
      }
      String envelope = take("envelope", "none");
      if (!envelope.equalsIgnoreCase("none")) {
        throw envelope.equalsIgnoreCase("debezium")
            ? ErrorCode.UNSUPPORTED.with("Header 'envelope'", "")
            : bad("Unknown envelope type: " + envelope);
      }
    }

    private ZoneId zone() {
      String name = take("timezone", "UTC");
      return TimeZones.parse(name)
          .orElseThrow(() -> bad("Unknown or incorrect time zone: '" + name + "'"));
    }

    private CsvOptions csv() {
      String ours = take(CsvOptionsHeader.NAME.toLowerCase(Locale.ROOT), "");
      if (!ours.isEmpty()) {
        return CsvOptionsHeader.parse(ours);
      }
      CsvOptions.Builder csv = CsvOptions.starrocks().toBuilder();
      csv.compression(compression());
      csv.separator(Delimiter.parse(take("column_separator", "\t")));
      csv.recordEnd(CsvOptions.RecordEnd.bytes(Delimiter.parse(take("row_delimiter", "\n"))));
      csv.skipHeader(skipHeader());
      csv.enclose(firstByte("enclose"));
      csv.escape(firstByte("escape"));
      if (bool("trim_space", "Invalid trim space format. Must be bool type")) {
        csv.trim(CsvOptions.Trim.SPACES);
      }
      return csv.build();
    }

    /** A compression can be given as a format, as {@code compression} or as Content-Encoding. */
    private Compression compression() {
      String format = take("format", "csv");
      if (left.containsKey("compression") && left.containsKey("content-encoding")) {
        throw bad("Only one of http header content-encoding and compression can be set");
      }
      String encoding = take("content-encoding", "identity");
      String given = take("compression", encoding.equalsIgnoreCase("identity") ? "" : encoding);
      return switch (format.toLowerCase(Locale.ROOT)) {
        case "csv" -> given.isEmpty() ? Compression.NONE : compression(given, "compression");
        case "json" -> throw ErrorCode.UNSUPPORTED.with("Format 'json'", " Send CSV.");
        default -> compression(format, "format");
      };
    }

    private static Compression compression(String name, String header) {
      String known = name.toLowerCase(Locale.ROOT);
      if (known.equals("gzip")) {
        return Compression.GZIP;
      }
      if (COMPRESSIONS_NOT_YET.contains(known)) {
        throw ErrorCode.UNSUPPORTED.with("Compression '" + name + "'", " Use gzip.");
      }
      throw header.equals("format")
          ? bad("unknown data format, format=" + name)
          : bad("Unknown compression '" + name + "'. Use gzip.");
    }

    private long skipHeader() {
      long rows = number("skip_header", "0", "Invalid csv load skip_header format");
      if (rows < 0) {
        throw bad("skip_header must be equal or greater than 0");
      }
      return rows;
    }

    private @Nullable Byte firstByte(String name) {
      byte[] bytes = take(name, "").getBytes(StandardCharsets.UTF_8);
      return bytes.length == 0 ? null : bytes[0];
    }

    private @Nullable List<String> fields() {
      String columns = take("columns", "");
      if (columns.isBlank()) {
        return null;
      }
      List<String> fields = new ArrayList<>();
      for (String item : columns.split(",", -1)) {
        fields.add(field(item.strip()));
      }
      return fields;
    }

    private static String field(String item) {
      boolean quoted = item.length() > 2 && item.startsWith("`") && item.endsWith("`");
      String name = quoted ? item.substring(1, item.length() - 1) : item;
      if (name.isEmpty()) {
        throw bad("Header 'columns' has an empty name. Separate names by single commas.");
      }
      if (name.equalsIgnoreCase("__op")) {
        throw ErrorCode.UNSUPPORTED.with(
            "Field '__op' in header 'columns'", " It is for tables with a primary key.");
      }
      if (!quoted && name.matches(".*[=()'\"`].*")) {
        throw ErrorCode.UNSUPPORTED.with(
            "'" + item + "' in header 'columns'",
            " Name the fields of the data from left to right.");
      }
      return name;
    }

    /** Text that is no number reads as 0, as StarRocks has it: the strictest value. */
    private double ratio() {
      String written = take("max_filter_ratio", "0");
      try {
        double ratio = Double.parseDouble(written);
        if (ratio >= 0 && ratio <= 1) {
          return ratio;
        }
      } catch (NumberFormatException e) {
        details.add("max_filter_ratio '" + written + "' is no number and was read as 0");
        return 0;
      }
      throw bad("max_filter_ratio is " + written + ", must be between 0 and 1.");
    }

    private int timeout(int byDefault) {
      long seconds = number("timeout", Integer.toString(byDefault), "Invalid timeout format");
      if (seconds < 1 || seconds > MOST_TIMEOUT_SECONDS) {
        throw bad(
            "Invalid timeout: "
                + seconds
                + ". Timeout should between 1 and "
                + MOST_TIMEOUT_SECONDS
                + " seconds");
      }
      return Math.toIntExact(seconds);
    }

    /** Values that StarRocks checks are checked, though they change nothing here. */
    private void checkWithoutEffect() {
      if (peek("load_mem_limit", "0", "Invalid load mem limit format") < 0) {
        throw bad("load_mem_limit must be equal or greater than 0");
      }
      if (peek("exec_mem_limit", "1", "exec_mem_limit must be greater than 0") <= 0) {
        throw bad("exec_mem_limit must be greater than 0");
      }
      if (number("log_rejected_record_num", "0", "Invalid log_rejected_record_num format") < -1) {
        throw bad("log_rejected_record_num must be equal or greater than -1");
      }
      peek("load_dop", "0", "Invalid load_dop format");
    }

    private long peek(String name, String byDefault, String error) {
      return parse(left.getOrDefault(name, byDefault), error);
    }

    private long number(String name, String byDefault, String error) {
      return parse(take(name, byDefault), error);
    }

    private static long parse(String text, String error) {
      try {
        return Long.parseLong(text.strip());
      } catch (NumberFormatException e) {
        throw ErrorCode.BAD_OPTION.because(e, error);
      }
    }

    private boolean bool(String name, String error) {
      return switch (take(name, "false").toLowerCase(Locale.ROOT)) {
        case "true" -> true;
        case "false" -> false;
        default -> throw bad(error);
      };
    }

    private String take(String name, String byDefault) {
      String value = left.remove(name);
      return value == null ? byDefault : value;
    }

    private static PlimsollException bad(String why) {
      return ErrorCode.BAD_OPTION.with(why);
    }
  }
}
