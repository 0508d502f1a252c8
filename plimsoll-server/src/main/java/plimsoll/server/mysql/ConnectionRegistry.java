package plimsoll.server.mysql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import plimsoll.server.session.Connections;

/** All connections, and how many there may be. */
final class ConnectionRegistry implements Connections {
  private final int most;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger count = new AtomicInteger();
  private final Map<Long, ClientConnection> connections = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  ConnectionRegistry(int most) {
    this.most = most;
  }

  /** A number that no connection had, until 2^31 of them came. */
  int newNumber() {
    return numbers.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
  }

  /** Lets a connection in; false if there are too many. */
  boolean enter(ClientConnection connection) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    connections.put(connection.number(), connection);
    return true;
  }

  void leave(ClientConnection connection) {
    if (connections.remove(connection.number(), connection)) {
      count.decrementAndGet();
      wake();
    }
  }

  int size() {
    return count.get();
  }

  @Override
  public List<Activity> all() {
    List<Activity> all = new ArrayList<>();
    connections.values().forEach(connection -> connection.activity().ifPresent(all::add));
    all.sort(Comparator.comparingLong(Activity::connection));
    return all;
  }

  @Override
  public boolean kill(long connection, boolean queryOnly) {
    ClientConnection found = connections.get(connection);
    if (found == null) {
      return false;
    }
    found.kill(queryOnly);
    return true;
  }

  // ---- stopping

  /** No command begins any more. */
  void stop() {
    stopping = true;
    connections.values().forEach(ClientConnection::closeIfIdle);
  }

  boolean isStopping() {
    return stopping;
  }

  /** Ends what still runs. */
  void killAll() {
    connections.values().forEach(connection -> connection.kill(false));
  }

  /** Waits until no connection is left; false if some are. */
  synchronized boolean awaitNone(long millis) throws InterruptedException {
    long deadline = System.nanoTime() + millis * 1_000_000;
    while (!connections.isEmpty()) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }

  private synchronized void wake() {
    notifyAll();
  }
}
