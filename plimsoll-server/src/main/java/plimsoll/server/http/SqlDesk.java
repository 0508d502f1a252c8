package plimsoll.server.http;

import java.io.Closeable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;

/** Where statements are handed in. */
@FunctionalInterface
public interface SqlDesk {
  /**
   * Runs one statement in a session of its own.
   *
   * @param account who asks, logged in
   * @param origin from which address, or {@code local}
   * @param database current database, null for none
   * @param variables session variables
   * @throws plimsoll.error.PlimsollException if it failed before its first row
   */
  Answer run(
      UserName account,
      String origin,
      @Nullable String database,
      Map<String, String> variables,
      String statement);

  /** What a statement gave: its rows, or one row that sums it up. Closed by the front end. */
  interface Answer extends Closeable {
    /** Columns from left to right. */
    List<Column> columns();

    /**
     * The next row as Java values: null, Boolean, Number, String, {@code java.time} values or
     * byte[].
     *
     * @return null at the end
     */
    @Nullable List<@Nullable Object> next();

    /** Rows read from tables so far, -1 if not known. */
    long scanRows();

    /** Bytes read from tables so far, -1 if not known. */
    long scanBytes();

    @Override
    void close();
  }

  /**
   * A column of an answer.
   *
   * @param name as the client wrote it
   * @param type as SQL writes it
   */
  record Column(String name, String type) {}
}
