package plimsoll.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.Nearest;

/** Every setting there is, and their values for one process. Immutable. */
public final class Settings {
  public static final Setting<String> HOST =
      Setting.text(
          "host",
          "127.0.0.1",
          "Address to listen on. Other than loopback needs a password of root, and TLS.");

  public static final Setting<Integer> HTTP_PORT =
      Setting.number("http_port", 8030, 0, 65535, "HTTP port; 0 takes a free one.");

  public static final Setting<Integer> HTTP_MAX_CONNECTIONS =
      Setting.number(
          "http_max_connections",
          4096,
          8,
          100_000,
          "Most connections of HTTP clients at a time; one more ends the one that has been without a"
              + " request longest.");

  public static final Setting<Integer> QUERY_PORT =
      Setting.number(
          "query_port", 9030, 0, 65535, "Port of the MySQL protocol; 0 takes a free one.");

  public static final Setting<Integer> QE_MAX_CONNECTION =
      Setting.number(
          "qe_max_connection",
          4096,
          1,
          100_000,
          "Most connections of MySQL clients at a time; one more is refused.");

  public static final Setting<Integer> MAX_MYSQL_SERVICE_TASK_THREADS_NUM =
      Setting.number(
          "max_mysql_service_task_threads_num",
          256,
          1,
          4096,
          "Most statements of MySQL clients that run at a time; further ones wait.");

  public static final Setting<Long> MAX_ALLOWED_PACKET =
      Setting.bytes(
          "max_allowed_packet",
          "32MB",
          "1MB",
          "1GB",
          "Longest statement of a MySQL client, its parameters included.");

  public static final Setting<String> SSL_KEYSTORE_LOCATION =
      Setting.text(
          "ssl_keystore_location",
          "",
          "File with the server's key and certificate, PKCS12 or JKS. Empty: a self-signed one is"
              + " made and kept in the data directory.");

  public static final Setting<String> SSL_KEYSTORE_PASSWORD =
      Setting.text("ssl_keystore_password", "", "Password of that file.");

  public static final Setting<String> METASTORE_URL =
      Setting.text(
          "metastore_url",
          "",
          "PostgreSQL database that holds the metastore: jdbc:postgresql://host:port/database;"
              + " empty for a file in the data directory.");

  public static final Setting<String> METASTORE_USER =
      Setting.text("metastore_user", "", "Role that enters the PostgreSQL metastore.");

  public static final Setting<String> METASTORE_PASSWORD_FILE =
      Setting.text(
          "metastore_password_file",
          "",
          "File whose first line is the role's password; empty for ~/.pgpass or none.");

  public static final Setting<Long> WRITE_BUFFER_SIZE =
      Setting.bytes(
          "write_buffer_size",
          "100MB",
          "1MB",
          "2GB",
          "Column data that one writer holds in memory before it becomes a row group.");

  public static final Setting<Long> LOAD_PROCESS_MAX_MEMORY_LIMIT_BYTES =
      Setting.bytes(
          "load_process_max_memory_limit_bytes",
          "100GB",
          "1MB",
          "1024GB",
          "Memory that all loads share, with what they read into and write from; the smaller of this"
              + " and the next wins.");

  public static final Setting<Integer> LOAD_PROCESS_MAX_MEMORY_LIMIT_PERCENT =
      Setting.number(
          "load_process_max_memory_limit_percent",
          30,
          1,
          90,
          "The same, in percent of the Java heap. Near the limit loads write smaller row groups,"
              + " beyond it they take turns to read; one that finds no room waits.");

  public static final Setting<Integer> LOAD_WORKERS =
      Setting.number(
          "load_workers",
          Math.max(1, Runtime.getRuntime().availableProcessors()),
          1,
          256,
          "Most threads that work on one load. Default: the number of processors.");

  public static final Setting<Integer> MAX_RUNNING_TXN_NUM_PER_DB =
      Setting.number(
          "max_running_txn_num_per_db",
          1000,
          1,
          100_000,
          "Most loads of one database that run at a time; one more is refused.");

  public static final Setting<Integer> MAX_RUNNING_JOBS =
      Setting.number(
          "max_running_jobs",
          2,
          1,
          1000,
          "Most jobs (statements with sync_job=false) that run at a time; others wait.");

  public static final Setting<Integer> DESIRED_MAX_WAITING_JOBS =
      Setting.number(
          "desired_max_waiting_jobs",
          1024,
          1,
          1_000_000,
          "Most jobs that wait for their turn; one more is refused.");

  public static final Setting<Integer> STREAM_LOAD_DEFAULT_TIMEOUT_SECOND =
      Setting.number(
          "stream_load_default_timeout_second",
          600,
          1,
          259_200,
          "Time that a Stream Load may take when it does not say.");

  public static final Setting<Integer> MAX_LOAD_TIMEOUT_SECOND =
      Setting.number(
          "max_load_timeout_second",
          259_200,
          1,
          259_200,
          "Longest time-out that a load may ask for.");

  public static final Setting<Integer> LABEL_KEEP_MAX_SECOND =
      Setting.number(
          "label_keep_max_second",
          259_200,
          1,
          Integer.MAX_VALUE,
          "Seconds after which the record of an ended load is forgotten, with its rejected rows and"
              + " a generated label; a label that a user gave stays taken.");

  public static final Setting<Long> REJECTED_ROWS_MAX_BYTES =
      Setting.bytes(
          "rejected_rows_max_bytes",
          "64MB",
          "64KB",
          "1GB",
          "Largest file of rejected rows of one load; those behind are counted, not kept.");

  public static final Setting<Integer> LABEL_KEEP_MAX_NUM =
      Setting.number(
          "label_keep_max_num",
          1000,
          1,
          Integer.MAX_VALUE,
          "Records of ended loads that are kept of one database; older ones are forgotten.");

  public static final Setting<Integer> LABEL_CLEAN_INTERVAL_SECOND =
      Setting.number(
          "label_clean_interval_second",
          14_400,
          1,
          Integer.MAX_VALUE,
          "Seconds between two looks for records to forget.");

  public static final Setting<Integer> ONLINE_RECLAIM_INTERVAL_SECOND =
      Setting.number(
          "online_reclaim_interval_second",
          7_200,
          1,
          Integer.MAX_VALUE,
          "Seconds between two looks for expired rows by key and time, whose space is given back.");

  public static final Setting<Long> ONLINE_CACHE_SIZE =
      Setting.bytes(
          "online_cache_size",
          "1GB",
          "8MB",
          "1024GB",
          "Memory outside the Java heap for rows by key and time that were read; three quarters of it"
              + " are for tables with storage_mode='Memory', read ahead.");

  public static final Setting<Integer> QUERY_TIMEOUT =
      Setting.number("query_timeout", 300, 1, 259_200, "Seconds that a query may take.");

  public static final Setting<String> EXECUTE_MODE =
      Setting.word(
          "execute_mode",
          List.of("offline", "online", "request"),
          "Which rows of tables the statements of a new session are about: those in files, or those"
              + " by key and time.");

  public static final Setting<Long> QUERY_MEM_LIMIT =
      Setting.bytes(
          "query_mem_limit",
          "1GB",
          "64MB",
          "1024GB",
          "Memory that one query may use; it spills to disk.");

  public static final Setting<Long> QUERY_SPILL_LIMIT =
      Setting.bytes(
          "query_spill_limit", "20GB", "0MB", "10240GB", "Disk that one query may use to spill.");

  public static final Setting<Boolean> HTTP_TLS =
      Setting.flag(
          "http_tls",
          false,
          "TLS on the HTTP port. Without TLS it then answers this machine only.");

  public static final Setting<Boolean> UNSAFE_CLEAR_TEXT_BEYOND_LOOPBACK =
      Setting.flag(
          "unsafe_allow_clear_text_beyond_loopback",
          false,
          "Lets a server that others reach do without TLS: passwords and data can then be read on"
              + " their way.");

  public static final Setting<String> LOAD_FILE_DIRS =
      Setting.text(
          "load_file_dirs",
          "",
          "Directories, separated by commas, whose files statements may read and write, links"
              + " resolved. Empty: they read every file, for users with FILE, and write none.");

  public static final Setting<Long> AUDIT_LOG_ROLL_SIZE =
      Setting.bytes(
          "audit_log_roll_size",
          "100MB",
          "1MB",
          "10GB",
          "Size at which the audit log begins a new file; five old ones are kept.");

  /** All of them, in the order of the manual. */
  public static final List<Setting<?>> ALL =
      List.of(
          HOST,
          HTTP_PORT,
          HTTP_MAX_CONNECTIONS,
          QUERY_PORT,
          QE_MAX_CONNECTION,
          MAX_MYSQL_SERVICE_TASK_THREADS_NUM,
          MAX_ALLOWED_PACKET,
          SSL_KEYSTORE_LOCATION,
          SSL_KEYSTORE_PASSWORD,
          METASTORE_URL,
          METASTORE_USER,
          METASTORE_PASSWORD_FILE,
          WRITE_BUFFER_SIZE,
          LOAD_PROCESS_MAX_MEMORY_LIMIT_BYTES,
          LOAD_PROCESS_MAX_MEMORY_LIMIT_PERCENT,
          LOAD_WORKERS,
          MAX_RUNNING_TXN_NUM_PER_DB,
          MAX_RUNNING_JOBS,
          DESIRED_MAX_WAITING_JOBS,
          STREAM_LOAD_DEFAULT_TIMEOUT_SECOND,
          MAX_LOAD_TIMEOUT_SECOND,
          LABEL_KEEP_MAX_SECOND,
          REJECTED_ROWS_MAX_BYTES,
          LABEL_KEEP_MAX_NUM,
          LABEL_CLEAN_INTERVAL_SECOND,
          ONLINE_RECLAIM_INTERVAL_SECOND,
          ONLINE_CACHE_SIZE,
          QUERY_TIMEOUT,
          EXECUTE_MODE,
          QUERY_MEM_LIMIT,
          QUERY_SPILL_LIMIT,
          HTTP_TLS,
          UNSAFE_CLEAR_TEXT_BEYOND_LOOPBACK,
          LOAD_FILE_DIRS,
          AUDIT_LOG_ROLL_SIZE);

  private final Map<String, String> written;
  private final @Nullable Path file;

  private Settings(Map<String, String> written, @Nullable Path file) {
    this.written = Map.copyOf(written);
    this.file = file;
  }

  /** All defaults. */
  public static Settings defaults() {
    return new Settings(Map.of(), null);
  }

  /** These values, the rest by default. An unknown key or a value out of range is an error. */
  public static Settings of(Map<String, String> values) {
    return of(values, null);
  }

  private static Settings of(Map<String, String> values, @Nullable Path file) {
    values.forEach(Settings::check);
    return new Settings(values, file);
  }

  /** Values of a file of lines {@code key = value}; {@code #} begins a comment line. */
  public static Settings read(Path file) {
    Map<String, String> values = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String text = line.strip();
        if (!text.isEmpty() && !text.startsWith("#")) {
          int equals = text.indexOf('=');
          String key = equals < 0 ? text : text.substring(0, equals).strip();
          values.put(key, equals < 0 ? "" : text.substring(equals + 1).strip());
        }
      }
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, IoFailures.reason(e));
    }
    return of(values, file);
  }

  /** These settings with some values replaced. */
  public Settings with(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(written);
    all.putAll(values);
    return of(all, file);
  }

  /** The file that they were read from, if they were. */
  public Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** The value of a setting. */
  public <T> T get(Setting<T> setting) {
    return setting.read(written.getOrDefault(setting.key(), setting.byDefault()));
  }

  private static void check(String key, String value) {
    Setting<?> setting =
        ALL.stream()
            .filter(known -> known.key().equals(key))
            .findFirst()
            .orElseThrow(
                () ->
                    ErrorCode.UNKNOWN_SETTING.with(
                        key, Nearest.hint(key, ALL.stream().<String>map(Setting::key).toList())));
    setting.read(value);
  }
}
