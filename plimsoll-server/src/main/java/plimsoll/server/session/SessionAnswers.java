package plimsoll.server.session;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import plimsoll.server.schema.SessionFacts;
import plimsoll.sql.query.SessionValues;

/** What queries may ask of a session: variables, functions that take nothing, collations. */
final class SessionAnswers implements SessionValues, SessionFacts {
  private final SessionState session;
  private final GlobalVariables globals;

  SessionAnswers(SessionState session, GlobalVariables globals) {
    this.session = session;
    this.globals = globals;
  }

  @Override
  public Optional<Value> variable(String name, boolean global) {
    SessionVariables variables = global ? globals.begin() : session.variables();
    return variables.get(name).map(SessionAnswers::value);
  }

  @Override
  public Map<String, String> variables(boolean global) {
    return (global ? globals.begin() : session.variables()).all();
  }

  /** Numbers are numbers to the query, as in MySQL. */
  private static Value value(String text) {
    return text.matches("[0-9]{1,18}") ? new Value(Long.valueOf(text)) : new Value(text);
  }

  @Override
  public Optional<Value> function(String name) {
    Client client = session.client();
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "DATABASE", "SCHEMA" -> Optional.of(new Value(session.database()));
      case "USER", "SESSION_USER", "SYSTEM_USER" ->
          Optional.of(new Value(client.user() + "@" + host(client.origin())));
      case "CURRENT_USER" -> Optional.of(new Value(client.user() + "@" + client.account().host()));
      case "CONNECTION_ID" -> Optional.of(new Value(client.connection()));
      case "VERSION" -> Optional.of(new Value(DriverVariables.VERSION));
      case "CURRENT_VERSION" -> Optional.of(new Value("Plimsoll " + version()));
      case "CURRENT_ROLE" -> Optional.of(new Value("NONE"));
      default -> Optional.empty();
    };
  }

  /** An address without its port. */
  private static String host(String origin) {
    int colon = origin.lastIndexOf(':');
    return colon > 0 ? origin.substring(0, colon) : origin;
  }

  private static String version() {
    String version = SessionAnswers.class.getPackage().getImplementationVersion();
    return version == null ? "dev" : version;
  }
}
