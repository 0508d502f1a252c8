package plimsoll.sql.query;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a query may ask of the session that runs it. Values are constants for the query. */
public interface SessionValues {
  /** A session that knows nothing: for queries that nobody asks. */
  SessionValues NONE =
      new SessionValues() {
        @Override
        public Optional<Value> variable(String name, boolean global) {
          return Optional.empty();
        }

        @Override
        public Optional<Value> function(String name) {
          return Optional.empty();
        }
      };

  /**
   * A system variable, written {@code @@name}.
   *
   * @param global the value that new sessions begin with
   * @return empty if there is none of that name
   */
  Optional<Value> variable(String name, boolean global);

  /** Whether {@code @name} is a column of a table, called so with its sign. */
  default boolean variablesAreColumns() {
    return false;
  }

  /** A function without arguments, for example {@code DATABASE}; empty if there is none. */
  Optional<Value> function(String name);

  /**
   * A value.
   *
   * @param content null, a String, a Long, a LocalDate or a LocalDateTime in whole seconds
   */
  record Value(@Nullable Object content) {
    private static final DateTimeFormatter SECONDS =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    /** As Calcite's parser reads it. */
    String sql() {
      if (content == null) {
        return "CAST ( NULL AS VARCHAR )";
      }
      if (content instanceof Long number) {
        return number.toString();
      }
      if (content instanceof LocalDateTime time) {
        return "CAST ( '" + SECONDS.format(time) + "' AS TIMESTAMP(6) )";
      }
      String text = "'" + content.toString().replace("'", "''") + "'";
      return content instanceof LocalDate ? "CAST ( " + text + " AS DATE )" : text;
    }
  }
}
