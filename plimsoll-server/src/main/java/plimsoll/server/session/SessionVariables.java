package plimsoll.server.session;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;
import plimsoll.load.LoadBounds;
import plimsoll.model.BadValuePolicy;
import plimsoll.server.schema.CharacterSet;

/**
 * Variables of a session. Names are known ones, in any case; values are checked when they are set.
 */
final class SessionVariables {
  private static final int MOST_SECONDS = 259_200;
  private static final int MOST_IDLE = 31_536_000;

  /** What is kept of more: a connection holds a place, and one that writes also a thread. */
  private static final int LONGEST_WAIT = 604_800;

  private static final int LONGEST_NET_WAIT = 3600;
  private static final int INSERT_SECONDS = 14_400;

  private static final Variable QUERY_TIMEOUT = seconds("query_timeout", "300");
  private static final Variable INSERT_TIMEOUT =
      seconds("insert_timeout", Integer.toString(INSERT_SECONDS));
  private static final Variable ENABLE_INSERT_STRICT =
      new Variable("enable_insert_strict", "true", "true or false", SessionVariables::truth);
  private static final Variable INSERT_MAX_FILTER_RATIO =
      new Variable("insert_max_filter_ratio", "0", "between 0.0 and 1.0", SessionVariables::ratio);
  private static final Variable LOAD_MEM_LIMIT =
      new Variable("load_mem_limit", "0", "a number of bytes, 0 for any", SessionVariables::bytes);
  private static final Variable LOG_REJECTED =
      new Variable(
          "log_rejected_record_num", "-1", "-1 (all) or more", text -> SessionVariables.kept(text));

  private static final Variable EXECUTE_MODE =
      new Variable(
          "execute_mode", "offline", "offline, online or request", SessionVariables::executeMode);

  private static final Variable SYNC_JOB =
      new Variable("sync_job", "true", "true or false", SessionVariables::truth);

  /** Nothing here is called over a network that could time out: it is taken, and does nothing. */
  private static final Variable JOB_TIMEOUT =
      new Variable("job_timeout", "60000", "0 or more milliseconds", SessionVariables::bytes);

  private static final Variable INSERT_MEMORY_USAGE_LIMIT =
      new Variable(
          "insert_memory_usage_limit", "0", "0 (off) to 100 percent", SessionVariables::percent);

  private static final Variable AUTOCOMMIT =
      new Variable("autocommit", "1", "0 or 1", DriverVariables::bit);
  private static final Variable WAIT_TIMEOUT =
      new Variable("wait_timeout", "28800", "1 to 31536000", text -> wait(text));
  private static final Variable NET_WRITE_TIMEOUT =
      new Variable("net_write_timeout", "60", "1 to 31536000", text -> netWait(text));

  private static final Map<String, Variable> ALL = new TreeMap<>();

  static {
    List<Variable> known =
        new ArrayList<>(
            List.of(
                QUERY_TIMEOUT,
                INSERT_TIMEOUT,
                ENABLE_INSERT_STRICT,
                INSERT_MAX_FILTER_RATIO,
                LOAD_MEM_LIMIT,
                LOG_REJECTED,
                EXECUTE_MODE,
                SYNC_JOB,
                JOB_TIMEOUT,
                INSERT_MEMORY_USAGE_LIMIT,
                new Variable("time_zone", "UTC", "UTC", SessionVariables::zone),
                WAIT_TIMEOUT,
                NET_WRITE_TIMEOUT,
                AUTOCOMMIT));
    known.addAll(DriverVariables.ALL);
    known.forEach(variable -> ALL.put(variable.name, variable));
  }

  private final Map<String, String> defaults;
  private final Map<String, String> values = new HashMap<>();

  /** Values to begin with, by name; others are the built-in ones. */
  SessionVariables(Map<String, String> defaults) {
    this.defaults = Map.copyOf(defaults);
  }

  /** Defaults, as the settings have them. */
  SessionVariables(Settings settings) {
    this(
        Map.of(
            QUERY_TIMEOUT.name,
            settings.get(Settings.QUERY_TIMEOUT).toString(),
            EXECUTE_MODE.name,
            settings.get(Settings.EXECUTE_MODE),
            "max_allowed_packet",
            settings.get(Settings.MAX_ALLOWED_PACKET).toString()));
  }

  /**
   * One variable.
   *
   * @param reader the value as it is kept; null or an exception if it is not allowed
   */
  record Variable(
      String name, String byDefault, String allowed, Function<String, @Nullable String> reader) {}

  private static Variable seconds(String name, String byDefault) {
    return new Variable(
        name,
        byDefault,
        "1 to " + MOST_SECONDS + " seconds",
        text -> {
          long seconds = Long.parseLong(text);
          return seconds >= 1 && seconds <= MOST_SECONDS ? Long.toString(seconds) : null;
        });
  }

  private static @Nullable String truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "1" -> "true";
      case "false", "off", "0" -> "false";
      default -> null;
    };
  }

  private static @Nullable String bytes(String text) {
    long bytes = Long.parseLong(text);
    return bytes >= 0 ? Long.toString(bytes) : null;
  }

  private static @Nullable String percent(String text) {
    int percent = Integer.parseInt(text);
    return percent >= 0 && percent <= 100 ? Integer.toString(percent) : null;
  }

  private static @Nullable String ratio(String text) {
    BigDecimal ratio = new BigDecimal(text); // Double.parseDouble would take "1d" and "NaN"
    return ratio.signum() >= 0 && ratio.compareTo(BigDecimal.ONE) <= 0 ? text : null;
  }

  private static @Nullable String kept(String text) {
    long rows = Long.parseLong(text);
    return rows >= -1 ? Long.toString(rows) : null;
  }

  private static @Nullable String executeMode(String text) {
    String mode = text.toLowerCase(Locale.ROOT);
    return List.of("offline", "online", "request").contains(mode) ? mode : null;
  }

  private static @Nullable String zone(String text) {
    return List.of("UTC", "+00:00", "SYSTEM").contains(text.toUpperCase(Locale.ROOT)) ? text : null;
  }

  /** As MySQL does, too much is not refused but cut, since drivers set its largest value. */
  private static @Nullable String idle(String text, int longest) {
    long seconds = Long.parseLong(text);
    boolean allowed = seconds >= 1 && seconds <= MOST_IDLE;
    return allowed ? Long.toString(Math.min(seconds, longest)) : null;
  }

  static @Nullable String wait(String text) {
    return idle(text, LONGEST_WAIT);
  }

  static @Nullable String netWait(String text) {
    return idle(text, LONGEST_NET_WAIT);
  }

  /** Sets a variable; DEFAULT is its default. UNKNOWN_SETTING, BAD_SETTING. */
  void set(String name, String value) {
    Variable variable = ALL.get(name.toLowerCase(Locale.ROOT));
    if (variable == null) {
      throw ErrorCode.UNKNOWN_SETTING.with(name, Nearest.hint(name, ALL.keySet()));
    }
    if (value.equalsIgnoreCase("DEFAULT")) {
      values.remove(variable.name);
    } else {
      values.put(variable.name, checked(variable, value));
    }
  }

  private static String checked(Variable variable, String value) {
    String kept;
    try {
      kept = variable.reader.apply(value);
    } catch (NumberFormatException e) {
      kept = null;
    }
    if (kept == null) {
      throw ErrorCode.BAD_SETTING.with(variable.name, "'" + value + "'", variable.allowed);
    }
    return kept;
  }

  /** Values that were given: in this session, by SET GLOBAL or by a setting. */
  Map<String, String> given() {
    Map<String, String> given = all();
    ALL.values().stream()
        .filter(one -> !values.containsKey(one.name) && value(one).equals(one.byDefault))
        .forEach(one -> given.remove(one.name));
    return given;
  }

  /** Whether loads and exports are done when their statement answers. */
  boolean syncJob() {
    return value(SYNC_JOB).equals("true");
  }

  /** All names and values, by name. */
  Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    ALL.values().forEach(variable -> all.put(variable.name, value(variable)));
    return all;
  }

  private String value(Variable variable) {
    String byDefault = defaults.getOrDefault(variable.name, variable.byDefault);
    return values.getOrDefault(variable.name, byDefault);
  }

  /** The value of a variable, in any case; empty if there is none of that name. */
  Optional<String> get(String name) {
    return Optional.ofNullable(ALL.get(name.toLowerCase(Locale.ROOT))).map(this::value);
  }

  boolean autocommit() {
    return value(AUTOCOMMIT).equals("1");
  }

  /** How long the session may be silent. */
  Duration waitTimeout() {
    return Duration.ofSeconds(Long.parseLong(value(WAIT_TIMEOUT)));
  }

  /** How long a client may leave its answer lying. */
  Duration writeTimeout() {
    return Duration.ofSeconds(Long.parseLong(value(NET_WRITE_TIMEOUT)));
  }

  /** The character set of a variable that holds one. */
  CharacterSet charset(String name) {
    return get(name).flatMap(CharacterSet::of).orElse(CharacterSet.UTF8MB4);
  }

  Duration queryTimeout() {
    return Duration.ofSeconds(Long.parseLong(value(QUERY_TIMEOUT)));
  }

  Duration insertTimeout() {
    return Duration.ofSeconds(Long.parseLong(value(INSERT_TIMEOUT)));
  }

  /** Whether statements go to the online side of tables. */
  boolean isOnline() {
    return !value(EXECUTE_MODE).equals("offline");
  }

  /** Share of the machine's memory above which nothing goes online, in percent; 0 for any. */
  int memoryUsageLimit() {
    return Integer.parseInt(value(INSERT_MEMORY_USAGE_LIMIT));
  }

  /** What the workers of one load may hold, as {@link LoadBounds#memoryBytes} has it. */
  long loadMemory() {
    long bytes = Long.parseLong(value(LOAD_MEM_LIMIT));
    return bytes == 0 ? LoadBounds.ANY : bytes;
  }

  /** How many rejected rows an INSERT keeps; negative for all. */
  long keptRejects() {
    return Long.parseLong(value(LOG_REJECTED));
  }

  private boolean isInsertStrict() {
    return value(ENABLE_INSERT_STRICT).equals("true");
  }

  /** Share of bad rows that an INSERT puts up with: any when it is not strict. */
  double insertFilterRatio() {
    return isInsertStrict() ? Double.parseDouble(value(INSERT_MAX_FILTER_RATIO)) : 1;
  }

  /** What becomes of an INSERT's values that do not convert: NULL when it is not strict. */
  BadValuePolicy insertBadValues() {
    return isInsertStrict() ? BadValuePolicy.REJECT : BadValuePolicy.NULLIFY;
  }
}
