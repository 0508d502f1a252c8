package plimsoll.server.http;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import plimsoll.config.Settings;
import plimsoll.convert.TimeZones;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.load.LoadBounds;
import plimsoll.model.Compression;
import plimsoll.model.Quality;
import plimsoll.model.Target;
import plimsoll.pipeline.parse.CsvOption;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.CsvPreset;
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

  /** Compressions that StarRocks takes as a format of their own. */
  private static final Set<String> PACKED_FORMATS =
      Set.of("gzip", "bzip2", "lz4", "lz4_frame", "deflate", "zstd", "snappy");

  /** Read with StarRocks' own texts for what is wrong; the other options of CSV are ours. */
  private static final Set<CsvOption> STARROCKS =
      EnumSet.of(
          CsvOption.COLUMN_SEPARATOR,
          CsvOption.ROW_DELIMITER,
          CsvOption.SKIP_HEADER,
          CsvOption.ENCLOSE,
          CsvOption.ESCAPE,
          CsvOption.TRIM_SPACE,
          CsvOption.COMPRESSION);

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
    private CsvPreset preset = CsvPreset.STARROCKS;

    Reading(Map<String, String> headers) {
      left = new TreeMap<>(headers);
    }

    Options options(int defaultTimeoutSeconds) {
      refuseWhatIsNotBuilt();
      CsvOptions csv = csv();
      List<String> fields = fields();
      Quality quality = quality();
      int timeout = timeout(defaultTimeoutSeconds);
      ZoneId zone = zone();
      long memory = memory();
      Target stores = stores();
      checkWithoutEffect();
      details.addAll(left.keySet());
      return new Options(
          csv,
          fields,
          quality.badValues(),
          LoadBounds.within(Duration.ofSeconds(timeout))
              .bearing(quality)
              .refusingEmpty(true)
              .holding(memory),
          zone,
          stores,
          details);
    }

    /** Ours: OpenMLDB's options of LOAD DATA. */
    private Target stores() {
      String word = take("target", "offline");
      return Target.of(word, bool("put_if_absent", "put_if_absent must be true or false"));
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
      preset = CsvPreset.of(take(CsvPreset.OPTION, preset.word()));
      CsvOptions.Builder csv = preset.options().toBuilder();
      csv.compression(compression());
      given("column_separator").ifPresent(text -> csv.separator(Delimiter.parse(text)));
      given("row_delimiter")
          .ifPresent(text -> csv.recordEnd(CsvOptions.RecordEnd.bytes(Delimiter.parse(text))));
      given("skip_header").ifPresent(text -> csv.skipHeader(skipHeader(text)));
      given("enclose").ifPresent(text -> csv.enclose(firstByte(text)));
      given("escape").ifPresent(text -> csv.escape(firstByte(text)));
      given("trim_space").ifPresent(text -> csv.trim(trim(text)));
      for (CsvOption option : CsvOption.values()) {
        if (!STARROCKS.contains(option)) {
          given(option.word()).ifPresent(text -> option.set(csv, text));
        }
      }
      return csv.build();
    }

    private Optional<String> given(String name) {
      return Optional.ofNullable(left.remove(name));
    }

    private static CsvOptions.Trim trim(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true" -> CsvOptions.Trim.SPACES;
        case "false" -> CsvOptions.Trim.NONE;
        case "blanks" -> CsvOptions.Trim.BLANKS;
        default -> throw bad("Invalid trim space format. Must be bool type");
      };
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
      if (header.equals("format") && !PACKED_FORMATS.contains(name.toLowerCase(Locale.ROOT))) {
        throw bad("unknown data format, format=" + name);
      }
      CsvOptions.Builder csv = CsvOptions.starrocks().toBuilder();
      CsvOption.COMPRESSION.set(csv, name);
      return csv.build().compression();
    }

    private static long skipHeader(String text) {
      long rows = parse(text, "Invalid csv load skip_header format");
      if (rows < 0) {
        throw bad("skip_header must be equal or greater than 0");
      }
      return rows;
    }

    private static @Nullable Byte firstByte(String text) {
      if (text.isEmpty()) {
        return null;
      }
      return Delimiter.parse(text)[0];
    }

    private @Nullable List<String> fields() {
      String ours = take(FieldsHeader.NAME.toLowerCase(Locale.ROOT), "");
      if (!ours.isEmpty()) {
        return FieldsHeader.parse(ours);
      }
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

    /** Text that is no number reads as a ratio of 0, as StarRocks has it: the strictest value. */
    private Quality quality() {
      Quality quality = preset.quality();
      if (bool("strict_mode", "Invalid strict mode format. Must be bool type")) {
        quality = quality.with("strict_mode", "true");
      }
      String ratio = take("max_filter_ratio", "");
      if (!ratio.isEmpty() && !isNumber(ratio)) {
        details.add("max_filter_ratio '" + ratio + "' is no number and was read as 0");
        ratio = "0";
      }
      if (!ratio.isEmpty()) {
        quality = quality.with("max_filter_ratio", ratio);
      }
      long kept = number(Quality.KEPT_REJECTS, "-1", "Invalid log_rejected_record_num format");
      if (kept < -1) {
        throw bad("log_rejected_record_num must be equal or greater than -1");
      }
      quality = quality.with(Quality.KEPT_REJECTS, Long.toString(kept));
      for (String word : List.of("max_error_number", "bad_values")) {
        Optional<String> text = given(word);
        quality = text.isEmpty() ? quality : quality.with(word, text.get());
      }
      return quality;
    }

    private static boolean isNumber(String text) {
      try {
        Double.parseDouble(text);
        return true;
      } catch (NumberFormatException e) {
        return false;
      }
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

    /** The smaller of the two limits counts. There is one memory of a load here, and no other. */
    private long memory() {
      long load = number("load_mem_limit", "0", "Invalid load mem limit format");
      if (load < 0) {
        throw bad("load_mem_limit must be equal or greater than 0");
      }
      String error = "exec_mem_limit must be greater than 0";
      Optional<String> said = given("exec_mem_limit");
      if (said.isEmpty()) {
        return load == 0 ? LoadBounds.ANY : load;
      }
      long exec = parse(said.get(), error);
      if (exec <= 0) {
        throw bad(error);
      }
      return load == 0 ? exec : Math.min(load, exec);
    }

    /** Values that StarRocks checks are checked, though they change nothing here. */
    private void checkWithoutEffect() {
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
