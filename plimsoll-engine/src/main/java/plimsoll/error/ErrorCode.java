package plimsoll.error;

import static plimsoll.error.Blame.CAPACITY;
import static plimsoll.error.Blame.OUTSIDE;
import static plimsoll.error.Blame.RIGHTS;
import static plimsoll.error.Blame.SENDER;
import static plimsoll.error.Blame.SERVER;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every failure a client can meet: number, who can act, message. Codes are for good: append to a
 * group, never renumber, never reuse.
 *
 * <p>Groups: 1xxx names and labels, 2xxx statements and options, 3xxx values and rows, 4xxx limits,
 * 5xxx the world outside, 6xxx rights, 9xxx bugs.
 */
public enum ErrorCode {
  UNKNOWN_DATABASE(1001, SENDER, "unknown database, database=%s%s"),
  UNKNOWN_TABLE(1002, SENDER, "Unknown table '%s'.%s"),
  UNKNOWN_COLUMN(1003, SENDER, "Unknown column '%s' in %s.%s"),
  DATABASE_EXISTS(1004, SENDER, "Database '%s' already exists. Use IF NOT EXISTS to ignore this."),
  TABLE_EXISTS(1005, SENDER, "Table '%s' already exists. Use IF NOT EXISTS to ignore this."),
  LABEL_FORMAT(1006, SENDER, "Label format error. regex: ^[-\\w]{1,128}$, label: %s"),
  LABEL_USED(1007, SENDER, "Label [%s] has already been used.%s"),
  NO_DATABASE(1008, SENDER, "No database selected. Name it as db.table, or USE one."),
  UNKNOWN_LABEL(1009, SENDER, "No load with label '%s' in database '%s'."),
  BAD_NAME(1010, SENDER, "'%s' is not a valid %s name: %s."),
  DATABASE_NOT_EMPTY(
      1011, SENDER, "Database '%s' still has %d tables. Drop them first, or use FORCE."),
  TABLE_NOT_EMPTY(
      1012,
      SENDER,
      "Table %s has rows, and mode is error_if_exists, the default. Say OPTIONS(mode='append') to"
          + " add to them."),
  LINK_MISMATCH(1013, SENDER, "%s"),
  UNKNOWN_JOB(1014, SENDER, "No job has the number %d. SHOW JOBS lists those that are remembered."),

  SYNTAX(2001, SENDER, "%s"),
  UNKNOWN_OPTION(2002, SENDER, "Unknown option '%s' for %s.%s"),
  BAD_OPTION(2003, SENDER, "%s"),
  UNSUPPORTED(2004, SENDER, "%s is not supported yet.%s"),
  REFUSED(2005, SENDER, "%s"),
  DUPLICATE_COLUMN(2006, SENDER, "Duplicate column '%s' in %s."),
  NO_DEFAULT(2007, SENDER, "Column has no default value. column: %s"),
  BAD_SCHEMA(2008, SENDER, "%s"),
  BAD_SETTING(2009, SENDER, "%s is %s, must be %s."),
  UNKNOWN_SETTING(2010, SENDER, "Unknown setting '%s'.%s"),
  UNKNOWN_FUNCTION(2011, SENDER, "Unknown function '%s'.%s"),
  BAD_OPERAND(2012, SENDER, "%s takes at place %d: %s, found %s. Its form is %s."),
  BAD_QUERY(2013, SENDER, "%s"),

  FIELD_COUNT(3001, SENDER, "Value count does not match column count: expected = %d, actual = %d"),
  BAD_VALUE(3002, SENDER, "Value '%s' is out of range. The type of '%s' is %s"),
  NULL_VALUE(3003, SENDER, "NULL value in non-nullable column '%s'"),
  TOO_LONG(3004, SENDER, "String '%s'(length=%d) is too long. The max length of '%s' is %d"),
  BAD_UTF8(3005, SENDER, "Invalid UTF-8 row"),
  UNCLOSED_QUOTE(3006, SENDER, "The quote opened here is never closed."),
  ROW_TOO_LONG(
      3007, SENDER, "A row is longer than %d bytes. Check row_delimiter and enclose; or raise %s."),
  TOO_MANY_FILTERED(3008, SENDER, "too many filtered rows"),
  NOTHING_LOADED(3009, SENDER, "all partitions have no load data"),
  HEADER_MISMATCH(3010, SENDER, "%s"),
  NOT_TEXT(3011, SENDER, "%s"),
  BAD_COMPRESSION(3012, SENDER, "Cannot decompress %s as %s at byte %d: %s."),
  TEXT_AFTER_QUOTE(3013, SENDER, "Text follows the closing quote of a field."),
  BAD_ROW(3014, SENDER, "%s, %s: %s The load stops at the first bad row."),
  INSERT_FILTERED(
      3015,
      SENDER,
      "Insert has filtered data: %d rows are bad, nothing was loaded. First, row %d: %s in %s."
          + " SET insert_max_filter_ratio tolerates some. txn_id=%d"),
  MISFIT(
      3016,
      SENDER,
      "Value '%s' in column '%s' is no %s, the type that was guessed from the start of the input."
          + " Nothing was loaded."),
  BAD_ENCODING(3017, SENDER, "Bytes that are no text in the encoding %s. Check encoding."),
  BAD_PARQUET(3020, SENDER, "Cannot read '%s' as Parquet: %s"),
  COLUMN_TYPE(3021, SENDER, "%s"),
  LINK_UNREADABLE(
      3022,
      SENDER,
      "Table %s shows files by soft link, %d rows of which cannot be read. The first is in %s, line"
          + " %d: %s"),

  TOO_MANY_LOADS(4001, CAPACITY, "current running txns on db %s is %d, larger than limit %d"),
  SHUTTING_DOWN(4002, CAPACITY, "Service is shutting down, please retry later!"),
  TIMED_OUT(4003, CAPACITY, "%s took longer than its timeout of %d s; nothing was loaded."),
  CANCELLED(4004, SENDER, "%s"),
  DISK_FULL(4005, CAPACITY, "No space left on the device that holds %s. Nothing was loaded."),
  COMMIT_CONFLICT(4006, CAPACITY, "Table %s was changed %d times by others while we committed."),
  QUERY_TOO_LARGE(
      4007,
      CAPACITY,
      "The query needs more than %d MB of memory and %d MB of disk. Ask for less, or raise"
          + " query_mem_limit or query_spill_limit."),
  TOO_MANY_JOBS(
      4009,
      CAPACITY,
      "%d jobs wait for their turn, the most there may be (desired_max_waiting_jobs is %d). Nothing"
          + " was submitted: wait, or stop some."),
  MEMORY_IN_USE(
      4010,
      CAPACITY,
      "%d %% of this machine's memory are in use, and insert_memory_usage_limit is %d: nothing is"
          + " written into the online store. Wait, or SET insert_memory_usage_limit = 0."),
  OUT_OF_MEMORY(
      4008,
      CAPACITY,
      "The process ran out of memory: %s. Nothing was loaded. Run fewer loads at a time, or raise"
          + " -Xmx in PLIMSOLL_JAVA_OPTS."),

  FILE_NOT_FOUND(5001, OUTSIDE, "No file matches '%s'.%s"),
  FILE_UNREADABLE(5002, OUTSIDE, "Cannot read '%s': %s."),
  FILE_UNWRITABLE(5003, OUTSIDE, "Cannot write '%s': %s."),
  BODY_CUT_OFF(5004, OUTSIDE, "receive body don't equal with body bytes%s"),
  METASTORE_FAILED(5005, OUTSIDE, "The metastore failed: %s."),
  UNKNOWN_OUTCOME(
      5006,
      OUTSIDE,
      "Commit transaction fail cause the metastore did not answer for label %s, Transaction status"
          + " unknown, you can retry with same label."),
  DATA_DIRECTORY_HELD(5007, OUTSIDE, "The data directory %s is in use by %s."),
  PORT_IN_USE(5008, OUTSIDE, "Cannot listen on %s:%d: %s."),
  FOREIGN_CHANGE(5009, OUTSIDE, "Table %s was changed by another statement or engine: %s."),
  QUERY_IO(5010, OUTSIDE, "The query could not read or spill its data: %s."),
  SERVER_UNREACHABLE(5011, OUTSIDE, "Cannot speak to the server at %s: %s"),
  DATA_DIRECTORY_MOVED(
      5012,
      OUTSIDE,
      "A table has its files in %s, but this data directory is %s: it was moved or copied, and the"
          + " metadata of its tables names files by absolute path. Nothing was touched. Move it"
          + " back to %s; or, if it was moved and not copied, link its old name to it: ln -s %s %s"),
  OTHER_METASTORE(
      5013,
      OUTSIDE,
      "The metastore of data directory %s is %s, but the settings say %s. Nothing was touched. %s"),
  FILE_EXISTS(
      5014,
      SENDER,
      "File '%s' already exists. Choose another name, or say mode='overwrite' or, for CSV,"
          + " mode='append'."),
  FILE_NOT_DURABLE(
      5015,
      OUTSIDE,
      "File '%s' was written, but may not survive a power failure: %s. Look at its disk, then write"
          + " it again."),
  STORES_APART(
      5016,
      OUTSIDE,
      "The online store in %s is not of the same time as the metastore: %s. Nothing was touched."
          + " Restore both from one backup; or move that directory away, and the online sides of"
          + " all tables begin empty."),

  WRONG_PASSWORD(6001, RIGHTS, "Access denied for %s"),
  NEED_AUTH(6002, RIGHTS, "Need auth information."),
  ACCESS_DENIED(
      6003,
      RIGHTS,
      "Access denied; you need (at least one of) the %s privilege(s) on %s for this operation."
          + " Please ask the admin to grant permission(s) or try activating existing roles using"
          + " <set [default] role>. Current role(s): %s. Inactivated role(s): NONE."),
  TOO_MANY_LOGINS(
      6004, RIGHTS, "Too many failed logins of '%s' from %s. Wait %d s, then try again."),
  UNKNOWN_USER(6005, SENDER, "There is no user %s.%s"),
  USER_EXISTS(6006, SENDER, "User %s already exists. Use IF NOT EXISTS to ignore this."),
  UNKNOWN_ROLE(6007, SENDER, "There is no role '%s'.%s"),
  ROLE_EXISTS(6008, SENDER, "Role '%s' already exists. Use IF NOT EXISTS to ignore this."),
  ROLE_CYCLE(6009, SENDER, "Role '%s' contains role '%s' already, directly or through others."),
  TLS_NEEDED(6010, RIGHTS, "%s"),
  NO_SUCH_GRANT(6011, SENDER, "There is no such grant defined for user '%s' on host '%s'.%s"),

  QUERY_FAILED(2014, SENDER, "%s"),
  UNKNOWN_CONNECTION(2015, SENDER, "Unknown thread id: %d. SHOW PROCESSLIST lists them."),
  BROKEN_INVARIANT(9001, SERVER, "Broken invariant: %s. This is a bug in Plimsoll.");

  private final int number;
  private final Blame blame;
  private final String message;

  ErrorCode(int number, Blame blame, String message) {
    this.number = number;
    this.blame = blame;
    this.message = message;
  }

  /** The code's number, stable for ever. */
  public int number() {
    return number;
  }

  /** Who can act. */
  public Blame blame() {
    return blame;
  }

  /** The message with its place holders, for the generated reference page. */
  public String template() {
    return message;
  }

  /** The filled-in message alone, for example as the reason of a rejected row. */
  public String text(@Nullable Object... values) {
    return String.format(Locale.ROOT, message, values);
  }

  /** Fills in the message, for example {@code FIELD_COUNT.with(3, 5)}. */
  public PlimsollException with(@Nullable Object... values) {
    return new PlimsollException(this, text(values), null);
  }

  /** As {@link #with}, keeping what led to it. */
  public PlimsollException because(Throwable cause, @Nullable Object... values) {
    return new PlimsollException(this, text(values), cause);
  }

  /** A failure that another process had, in its words. */
  public PlimsollException reported(String words) {
    return new PlimsollException(this, words, null);
  }

  /** The entry with that number; empty for a number of a newer version. */
  public static Optional<ErrorCode> ofNumber(int number) {
    return Arrays.stream(values()).filter(code -> code.number == number).findFirst();
  }
}
