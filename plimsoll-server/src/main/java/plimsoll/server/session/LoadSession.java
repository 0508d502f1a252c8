package plimsoll.server.session;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import plimsoll.sql.query.SessionValues;

/**
 * What the expressions of a load may ask: variables with one {@code @} are fields, and the time is
 * that of the load's start, for every row and batch the same.
 */
record LoadSession(SessionValues session, Instant start) implements SessionValues {
  @Override
  public Optional<Value> variable(String name, boolean global) {
    return session.variable(name, global);
  }

  @Override
  public boolean variablesAreColumns() {
    return true;
  }

  @Override
  public Optional<Value> function(String name) {
    LocalDateTime now = // as DEFAULT CURRENT_TIMESTAMP in a load
        LocalDateTime.ofInstant(start, ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
    return switch (name.toUpperCase(Locale.ROOT)) {
      case "NOW", "CURRENT_TIMESTAMP", "LOCALTIME", "LOCALTIMESTAMP", "SYSDATE", "UTC_TIMESTAMP" ->
          Optional.of(new Value(now));
      case "CURDATE", "CURRENT_DATE", "UTC_DATE" -> Optional.of(new Value(now.toLocalDate()));
      case "UNIX_TIMESTAMP" -> Optional.of(new Value(start.getEpochSecond()));
      default -> session.function(name);
    };
  }
}
