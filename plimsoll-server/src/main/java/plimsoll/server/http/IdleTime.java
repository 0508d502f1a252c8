package plimsoll.server.http;

import java.util.function.Supplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** The idle time-out of a connection, lifted while its request has a time-out of its own. */
final class IdleTime {
  private IdleTime() {}

  static <T> T unlimitedDuring(Request request, Supplier<T> work) {
    EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    long before = endPoint.getIdleTimeout();
    endPoint.setIdleTimeout(0);
    try {
      return work.get();
    } finally {
      endPoint.setIdleTimeout(before);
    }
  }
}
