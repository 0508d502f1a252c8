package plimsoll.server.session;

import org.jspecify.annotations.Nullable;
import plimsoll.access.UserName;

/**
 * Who a session belongs to.
 *
 * @param account what it has logged in to
 * @param origin address, or {@code local}
 * @param frontEnd how it came in, for the audit log: {@code local}, {@code http}, {@code mysql}
 * @param connection number of the connection, 0 if there is none to speak of
 * @param connections those that {@code KILL} and {@code SHOW PROCESSLIST} know
 * @param files files that the client sends on request, null if it cannot
 */
public record Client(
    UserName account,
    String origin,
    String frontEnd,
    long connection,
    Connections connections,
    @Nullable ClientFiles files) {
  /** The account's name, without hosts. */
  public String user() {
    return account.user();
  }

  /** Whether it is this process itself, which may do what its user may do. */
  public boolean isThisProcess() {
    return frontEnd.equals(UserName.LOCAL);
  }

  /** A client that is known for one statement only. */
  public static Client of(UserName account, String origin, String frontEnd) {
    return new Client(account, origin, frontEnd, 0, Connections.NONE, null);
  }
}
