package plimsoll.server.session;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.Nearest;

/**
 * Variables of a session. Names are known ones, in any case; values are checked when they are set.
 */
final class SessionVariables {
  private static final int MOST_SECONDS = 259_200;
  private static final int INSERT_SECONDS = 14_400;

  private static final Variable QUERY_TIMEOUT = seconds("query_timeout", "300");
  private static final Variable INSERT_TIMEOUT =
      seconds("insert_timeout", Integer.toString(INSERT_SECONDS));
  private static final Variable ENABLE_INSERT_STRICT =
      new Variable("enable_insert_strict", "true", "true or false", SessionVariables::truth);
  private static final Variable INSERT_MAX_FILTER_RATIO =
      new Variable("insert_max_filter_ratio", "0", "between 0.0 and 1.0", SessionVariables::ratio);

  private static final Map<String, Variable> ALL = new TreeMap<>();

  static {
    List<Variable> known =
        new ArrayList<>(
            List.of(
                QUERY_TIMEOUT,
                INSERT_TIMEOUT,
                ENABLE_INSERT_STRICT,
                INSERT_MAX_FILTER_RATIO,
                new Variable("time_zone", "UTC", "UTC", SessionVariables::zone),
                new Variable(
                    "autocommit", "1", "1", text -> "true".equals(truth(text)) ? "1" : null),
                new Variable("sql_mode", "", "text", text -> text)));
    // What MySQL's drivers set when they connect: kept and shown, without effect here.
    for (String name :
        List.of(
            "character_set_client",
            "character_set_connection",
            "character_set_results",
            "collation_connection")) {
      known.add(new Variable(name, "utf8mb4", "text", text -> text));
    }
    known.add(
        new Variable("net_write_timeout", "60", "a whole number from 0", SessionVariables::number));
    known.add(
        new Variable("wait_timeout", "28800", "a whole number from 0", SessionVariables::number));
    known.add(
        new Variable(
            "sql_select_limit",
            Long.toString(Long.MAX_VALUE),
            "DEFAULT",
            text -> text.equals(Long.toString(Long.MAX_VALUE)) ? text : null));
    known.forEach(variable -> ALL.put(variable.name, variable));
  }

  private final Map<String, String> defaults;
  private final Map<String, String> values = new HashMap<>();

  /** Defaults, as the settings have them. */
  SessionVariables(Settings settings) {
    defaults = Map.of(QUERY_TIMEOUT.name, settings.get(Settings.QUERY_TIMEOUT).toString());
  }

  /**
   * One variable.
   *
   * @param reader the value as it is kept; null or an exception if it is not allowed
   */
  private record Variable(
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

  private static @Nullable String ratio(String text) {
    BigDecimal ratio = new BigDecimal(text); // Double.parseDouble would take "1d" and "NaN"
    return ratio.signum() >= 0 && ratio.compareTo(BigDecimal.ONE) <= 0 ? text : null;
  }

  private static @Nullable String zone(String text) {
    return List.of("UTC", "+00:00", "SYSTEM").contains(text.toUpperCase(Locale.ROOT)) ? text : null;
  }

  private static @Nullable String number(String text) {
    long number = Long.parseLong(text);
    return number >= 0 ? Long.toString(number) : null;
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

  Duration queryTimeout() {
    return Duration.ofSeconds(Long.parseLong(value(QUERY_TIMEOUT)));
  }

  Duration insertTimeout() {
    return Duration.ofSeconds(Long.parseLong(value(INSERT_TIMEOUT)));
  }

  /** Share of bad rows that an INSERT puts up with: any when it is not strict. */
  double insertFilterRatio() {
    return value(ENABLE_INSERT_STRICT).equals("true")
        ? Double.parseDouble(value(INSERT_MAX_FILTER_RATIO))
        : 1;
  }
}
