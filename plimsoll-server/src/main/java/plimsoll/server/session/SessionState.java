package plimsoll.server.session;

import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.load.Requester;
import plimsoll.sql.parse.Secrets;

/** What a session remembers between statements. */
final class SessionState {
  private static final int MOST_STATEMENT = 4096;

  private final String user;
  private final String origin;
  private final SessionVariables variables;
  private @Nullable String database;
  private String statement = "";

  SessionState(String user, String origin, Settings settings) {
    this.user = user;
    this.origin = origin;
    this.variables = new SessionVariables(settings);
  }

  SessionVariables variables() {
    return variables;
  }

  @Nullable String database() {
    return database;
  }

  void database(@Nullable String newDatabase) {
    database = newDatabase;
  }

  /** The database to use where a statement names none. NO_DATABASE. */
  String requireDatabase() {
    String current = database;
    if (current == null) {
      throw ErrorCode.NO_DATABASE.with();
    }
    return current;
  }

  private static String cut(String text) {
    return text.length() <= MOST_STATEMENT ? text : text.substring(0, MOST_STATEMENT) + "...";
  }

  /** The text that is being run, without secrets. */
  String statement() {
    return statement;
  }

  /** Who. */
  String user() {
    return user;
  }

  /** From where. */
  String origin() {
    return origin;
  }

  /** Remembers the text that is being run. */
  void running(String text) {
    statement = Secrets.hide(cut(text));
  }

  /** Who asks, for the record of a load. */
  Requester requester(List<String> details) {
    return new Requester(user, origin, statement, details);
  }
}
