package plimsoll.server.http;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** Keeps web pages of others from using a visitor's browser against this server. */
final class BrowserGuard {
  /*
   * A server whose root has no password trusts its own machine, and every browser on it runs pages of
   * strangers. Two ways in exist. A page whose name suddenly resolves to 127.0.0.1 is same-origin with
   * us and could read everything: its requests carry its own name as Host, so only names of this
   * machine and literal addresses pass. A page that just sends forms or simple requests here: browsers
   * put its Origin on everything but GET, so that must be ours. GET changes nothing here. Once root has
   * a password the first way leads nowhere (a browser keeps passwords by name), and the server may have
   * any name.
   */
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private BrowserGuard() {}

  /** Why the request must not be served; empty if it may. */
  static Optional<String> refuses(Request request, boolean anybodyIsRoot) {
    String host = request.getHeaders().get(HttpHeader.HOST);
    if (anybodyIsRoot && host != null && !isOurs(withoutPort(host))) {
      return Optional.of(
          "Host '"
              + host
              + "' is not a name of this server. Address it as 127.0.0.1 or localhost.");
    }
    if (HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod())) {
      return Optional.empty();
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin == null || sameOrigin(origin, host, request.isSecure())
        ? Optional.empty()
        : Optional.of("A page of " + origin + " may not send requests to this server.");
  }

  private static boolean isOurs(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.endsWith(".localhost")
        || IPV4.matcher(name).matches()
        || name.startsWith("[");
  }

  private static boolean sameOrigin(String origin, @Nullable String host, boolean secure) {
    return host != null && origin.equalsIgnoreCase((secure ? "https://" : "http://") + host);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }
}
