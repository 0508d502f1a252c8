package plimsoll.sql.query;

import java.util.Optional;

/**
 * What a query may ask of the session that runs it. Values are constants for the query: text or
 * whole numbers.
 */
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

  /**
   * Whether the query's tables have a column of that name for {@code @name}, written with the @.
   */
  default boolean isInput(String name) {
    return false;
  }

  /** A function without arguments, for example {@code DATABASE}; empty if there is none. */
  Optional<Value> function(String name);

  /**
   * A value.
   *
   * @param content null, a String or a Long
   */
  record Value(@org.jspecify.annotations.Nullable Object content) {
    /** As Calcite's parser reads it. */
    String sql() {
      if (content == null) {
        return "CAST ( NULL AS VARCHAR )";
      }
      return content instanceof Long number
          ? number.toString()
          : "'" + content.toString().replace("'", "''") + "'";
    }
  }
}
