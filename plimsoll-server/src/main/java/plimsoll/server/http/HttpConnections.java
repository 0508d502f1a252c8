package plimsoll.server.http;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds the connections of HTTP clients. One more than allowed ends the one that has been without
 * a request longest, whether it is kept for a next request or never sent a whole one; if all of
 * them have requests at work, it ends itself. Safe for many threads.
 */
final class HttpConnections implements Connection.Listener {
  /*
   * Jetty's own limit stops accepting: then whoever opens connections and stays silent keeps users
   * out until these are idle for long enough. And it shortens the idle time of all connections, that
   * of a load at work too.
   */
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnections.class);

  private final int most;

  /** By the socket: TLS and HTTP are two connections of one. */
  private final Map<EndPoint, Integer> layers = new HashMap<>();

  private final Set<EndPoint> waiting = new LinkedHashSet<>();

  HttpConnections(int most) {
    this.most = most;
  }

  @Override
  public void onOpened(Connection connection) {
    EndPoint socket = socket(connection.getEndPoint());
    EndPoint leaves = opened(socket);
    if (leaves != null) {
      LOG.debug("More than {} connections (http_max_connections): {} is ended", most, leaves);
      leaves.close();
    }
  }

  private synchronized @Nullable EndPoint opened(EndPoint socket) {
    boolean isNew = layers.merge(socket, 1, Integer::sum) == 1;
    if (!isNew) {
      return null;
    }
    waiting.add(socket);
    if (layers.size() <= most) {
      return null;
    }
    Iterator<EndPoint> longestFirst = waiting.iterator();
    EndPoint longest = longestFirst.next(); // there is one: the newest
    longestFirst.remove();
    return longest;
  }

  @Override
  public synchronized void onClosed(Connection connection) {
    EndPoint socket = socket(connection.getEndPoint());
    if (layers.merge(socket, -1, Integer::sum) == 0) {
      layers.remove(socket);
      waiting.remove(socket);
    }
  }

  /** A request has come whole, but for its body: its connection is left alone until it is done. */
  void began(Request request) {
    EndPoint socket = socket(request.getConnectionMetaData().getConnection().getEndPoint());
    synchronized (this) {
      waiting.remove(socket);
    }
    Request.addCompletionListener(request, failure -> ended(socket));
  }

  private synchronized void ended(EndPoint socket) {
    if (layers.containsKey(socket)) {
      waiting.add(socket);
    }
  }

  /** Sockets that are open. */
  synchronized int size() {
    return layers.size();
  }

  private static EndPoint socket(EndPoint endPoint) {
    return endPoint instanceof EndPoint.Wrapper wrapper ? socket(wrapper.unwrap()) : endPoint;
  }
}
