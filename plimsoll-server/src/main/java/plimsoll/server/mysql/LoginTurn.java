package plimsoll.server.mysql;

import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.server.mysql.codec.WireError;

/**
 * Whose turn it is while a client logs in, and how long a client's turn may last. What we do
 * ourselves is not counted: a busy server refuses nobody. On the connection's event loop.
 */
final class LoginTurn {
  private static final Logger LOG = LoggerFactory.getLogger(LoginTurn.class);

  /** What came while the event loop was busy is read before its client is blamed. */
  private static final Duration GRACE = Duration.ofMillis(100);

  private final Shared shared;
  private final Link link;
  private final ClientConnection connection;
  private final Supplier<String> phase;
  private boolean clients;
  private long since;
  private long usedNanos;

  /**
   * Nobody's turn yet.
   *
   * @param phase where the login stands, for the log
   */
  LoginTurn(Shared shared, Link link, ClientConnection connection, Supplier<String> phase) {
    this.shared = shared;
    this.link = link;
    this.connection = connection;
    this.phase = phase;
  }

  /** We have said something, and the client has its whole time to answer. */
  void clientsAnew() {
    usedNanos = 0;
    clientsStill();
  }

  /** What came was not all: the client has what is left of its time. */
  void clientsStill() {
    if (link.isClosed()) {
      return;
    }
    clients = true;
    since = System.nanoTime();
    link.after(shared.settings().loginTimeout().minusNanos(usedNanos), this::isOver);
    shared.registry().isSilent(connection);
  }

  /** Something came. */
  void ours() {
    if (clients) {
      clients = false;
      usedNanos += System.nanoTime() - since;
      link.stopDeadline();
      shared.registry().spoke(connection);
    }
  }

  boolean isClients() {
    return clients;
  }

  private void isOver() {
    link.after(GRACE, this::end);
  }

  private void end() {
    Duration waited = Duration.ofNanos(usedNanos + System.nanoTime() - since);
    LOG.info(
        "The client at {} was silent for {} ms {}; its connection is closed",
        link.address(),
        waited.toMillis(),
        phase.get());
    link.refuse(
        WireError.READ_TIMEOUT,
        "The client was silent for " + waited.toSeconds() + " s " + phase.get() + ".");
  }
}
