package plimsoll.server.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import plimsoll.server.schema.CharacterSet;
import plimsoll.server.session.SessionVariables.Variable;

/**
 * Variables that MySQL's drivers and tools read or set when they connect. Those that can be set are
 * kept and shown and change nothing here, unless {@link SessionVariables} says otherwise.
 */
final class DriverVariables {
  /** What drivers derive abilities from; StarRocks says the same. */
  static final String VERSION = "8.0.33";

  static final String COMMENT = "Plimsoll";

  static final List<Variable> ALL = new ArrayList<>();

  static {
    for (String name :
        List.of("character_set_client", "character_set_connection", "character_set_results")) {
      add(
          name,
          CharacterSet.UTF8MB4.text(),
          "utf8mb4, utf8, latin1, ascii or binary",
          DriverVariables::charset);
    }
    for (String name : List.of("collation_connection", "collation_database", "collation_server")) {
      add(
          name,
          CharacterSet.UTF8MB4.collation(),
          "one that SHOW COLLATION lists",
          text -> CharacterSet.hasCollation(lower(text)) ? lower(text) : null);
    }
    for (String name : List.of("transaction_isolation", "tx_isolation")) {
      add(
          name,
          "REPEATABLE-READ",
          "READ-UNCOMMITTED, READ-COMMITTED, REPEATABLE-READ or SERIALIZABLE",
          DriverVariables::isolation);
    }
    for (String name :
        List.of("transaction_read_only", "tx_read_only", "sql_auto_is_null", "big_tables")) {
      add(name, "0", "0 or 1", DriverVariables::bit);
    }
    for (String name :
        List.of(
            "foreign_key_checks",
            "unique_checks",
            "sql_notes",
            "sql_quote_show_create",
            "sql_warnings")) {
      add(name, "1", "0 or 1", DriverVariables::bit);
    }
    add("sql_safe_updates", "0", "0 or 1", DriverVariables::bit);
    add("profiling", "0", "0 or 1", DriverVariables::bit);
    add("sql_mode", "", "text", text -> text);
    String most = Long.toString(Long.MAX_VALUE);
    String mysqlsMost = "18446744073709551615";
    add(
        "sql_select_limit",
        most,
        "DEFAULT",
        text -> text.equals(most) || text.equals(mysqlsMost) ? most : null);
    add("interactive_timeout", "28800", "1 to 31536000", SessionVariables::wait);
    add("net_read_timeout", "60", "1 to 31536000", SessionVariables::netWait);
    number("net_buffer_length", 16_384);
    number("group_concat_max_len", 1024);
    number("max_execution_time", 0);
    number("lock_wait_timeout", 31_536_000);
    fixed("auto_increment_increment", "1");
    fixed("auto_increment_offset", "1");
    fixed("character_set_database", "utf8mb4");
    fixed("character_set_server", "utf8mb4");
    fixed("character_set_system", "utf8mb4");
    fixed("default_storage_engine", "Plimsoll");
    fixed("have_query_cache", "NO");
    fixed("have_ssl", "YES");
    fixed("init_connect", "");
    fixed("language", "english");
    fixed("license", "Apache-2.0");
    fixed("local_infile", "1");
    fixed("lower_case_table_names", "0");
    fixed("max_allowed_packet", "33554432");
    fixed("performance_schema", "0");
    fixed("protocol_version", "10");
    fixed("query_cache_size", "0");
    fixed("query_cache_type", "0");
    fixed("storage_engine", "Plimsoll");
    fixed("system_time_zone", "UTC");
    fixed("version", VERSION);
    fixed("version_comment", COMMENT);
  }

  private DriverVariables() {}

  private static void add(
      String name, String byDefault, String allowed, Function<String, @Nullable String> reader) {
    ALL.add(new Variable(name, byDefault, allowed, reader));
  }

  private static void number(String name, long byDefault) {
    add(name, Long.toString(byDefault), "a whole number from 0", DriverVariables::natural);
  }

  private static void fixed(String name, String value) {
    add(name, value, "left alone: it is read-only", text -> null);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static @Nullable String natural(String text) {
    long number = Long.parseLong(text);
    return number >= 0 ? Long.toString(number) : null;
  }

  private static @Nullable String charset(String text) {
    return CharacterSet.of(text).map(CharacterSet::text).orElse(null);
  }

  private static @Nullable String isolation(String text) {
    String level = text.toUpperCase(Locale.ROOT);
    return List.of("READ-UNCOMMITTED", "READ-COMMITTED", "REPEATABLE-READ", "SERIALIZABLE")
            .contains(level)
        ? level
        : null;
  }

  static @Nullable String bit(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "1" -> "1";
      case "false", "off", "0" -> "0";
      default -> null;
    };
  }
}
