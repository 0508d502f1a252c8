package plimsoll.server.mysql;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import plimsoll.server.session.Connections;

/** All connections, and how many there may be. */
final class ConnectionRegistry implements Connections {
  /*
   * Connections that are not logged in have places of their own, or whoever opens sockets and stays
   * silent would keep users out. When these run out, the one that has been silent longest goes: an
   * honest client speaks at once, so it is never that one for long. What speaks waits for a login
   * worker, in a queue with an end.
   */
  private final int most;
  private final int mostSilent;
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger count = new AtomicInteger();
  private final Map<Long, ClientConnection> connections = new ConcurrentHashMap<>();
  private final Set<ClientConnection> loggedIn = ConcurrentHashMap.newKeySet();
  private final Set<ClientConnection> silent = new LinkedHashSet<>();
  private volatile boolean stopping;

  /**
   * No connections yet.
   *
   * @param most that are logged in
   * @param mostSilent that are not and have to speak next
   */
  ConnectionRegistry(int most, int mostSilent) {
    this.most = most;
    this.mostSilent = mostSilent;
  }

  /** A number that no connection had, until 2^31 of them came. */
  int newNumber() {
    return numbers.updateAndGet(last -> last == Integer.MAX_VALUE ? 1 : last + 1);
  }

  /**
   * Lets a connection try to log in; false if it would find no place. Those that had to make room
   * count until they are gone.
   */
  boolean enter(ClientConnection connection) {
    if (count.get() >= most || connections.size() >= most + 2 * mostSilent) {
      return false;
    }
    connections.put(connection.number(), connection);
    return true;
  }

  /** Gives a connection its place for as long as it lasts; false if there is none. */
  boolean logIn(ClientConnection connection) {
    if (loggedIn.contains(connection)) {
      return true; // it changed its user
    }
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    loggedIn.add(connection);
    return true;
  }

  /** It is that connection's turn to speak. Those that are logged in have a place already. */
  void isSilent(ClientConnection connection) {
    if (!loggedIn.contains(connection)) {
      ClientConnection longest = addSilent(connection);
      if (longest != null) {
        longest.makeRoom();
      }
    }
  }

  private @Nullable ClientConnection addSilent(ClientConnection connection) {
    synchronized (silent) {
      silent.remove(connection);
      silent.add(connection);
      if (silent.size() <= mostSilent) {
        return null;
      }
      Iterator<ClientConnection> oldestFirst = silent.iterator();
      ClientConnection longest = oldestFirst.next();
      oldestFirst.remove();
      return longest;
    }
  }

  /** It spoke. */
  void spoke(ClientConnection connection) {
    synchronized (silent) {
      silent.remove(connection);
    }
  }

  void leave(ClientConnection connection) {
    spoke(connection);
    if (loggedIn.remove(connection)) {
      count.decrementAndGet();
    }
    if (connections.remove(connection.number(), connection)) {
      wake();
    }
  }

  /** All of them, logged in or not. */
  int size() {
    return connections.size();
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
