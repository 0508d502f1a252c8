package plimsoll.server.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connections of the process. Safe for many threads. */
public interface Connections {
  /** None at all. */
  Connections NONE =
      new Connections() {
        @Override
        public List<Activity> all() {
          return List.of();
        }

        @Override
        public boolean kill(long connection, boolean queryOnly) {
          return false;
        }
      };

  /** Those that are logged in, by number. */
  List<Activity> all();

  /**
   * Ends a connection, or only what it is running.
   *
   * @return false if there is none of that number
   */
  boolean kill(long connection, boolean queryOnly);

  /**
   * One connection.
   *
   * @param command what it does in one word, as MySQL calls it
   * @param seconds since when
   * @param statement what it runs, null if nothing
   */
  record Activity(
      long connection,
      String user,
      String host,
      @Nullable String database,
      String command,
      long seconds,
      @Nullable String statement) {}
}
