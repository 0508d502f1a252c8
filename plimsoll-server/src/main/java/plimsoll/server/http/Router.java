package plimsoll.server.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.server.auth.Guard;

/**
 * Finds the endpoint of a request; refuses what no endpoint may see.
 *
 * <p>Is called by threads that watch connections, and waits for nothing there: what an endpoint
 * cannot answer at once is handled by another thread.
 */
final class Router extends Handler.Abstract.NonBlocking {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);

  private final HttpSettings settings;
  private final Authenticator authenticator;
  private final HttpConnections connections;
  private final boolean clearTextIsLocal;
  private final BooleanSupplier anybodyIsRoot;
  private final List<Route> routes = new ArrayList<>();

  /**
   * A router without routes.
   *
   * @param clearTextIsLocal whether requests of other machines need TLS
   * @param anybodyIsRoot whether root has no password now
   */
  Router(
      HttpSettings settings,
      Authenticator authenticator,
      HttpConnections connections,
      boolean clearTextIsLocal,
      BooleanSupplier anybodyIsRoot) {
    this.settings = settings;
    this.authenticator = authenticator;
    this.connections = connections;
    this.clearTextIsLocal = clearTextIsLocal;
    this.anybodyIsRoot = anybodyIsRoot;
  }

  private static boolean isLocal(Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress at
        && at.getAddress() != null
        && at.getAddress().isLoopbackAddress();
  }

  /** Adds a route; {@code {name}} in the pattern takes one part of the path. First match wins. */
  Router add(String method, String pattern, Endpoint endpoint) {
    routes.add(new Route(method, List.of(pattern.split("/", -1)), endpoint));
    return this;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    connections.began(request);
    Exchange exchange = new Exchange(request, response, callback, settings);
    answer(
        exchange,
        () -> {
          Endpoint endpoint = endpoint(exchange);
          if (!endpoint.answersAtOnce(exchange)) {
            handOver(exchange, endpoint);
          }
        });
    return true;
  }

  /** To a thread that may wait. Whatever fails here, the request is answered by one of the two. */
  private void handOver(Exchange exchange, Endpoint endpoint) {
    AtomicBoolean taken = new AtomicBoolean();
    Runnable work =
        () -> {
          if (taken.compareAndSet(false, true)) {
            handle(exchange, endpoint);
          }
        };
    try {
      exchange.request().getComponents().getExecutor().execute(work);
    } catch (RuntimeException | Error e) {
      if (!taken.compareAndSet(false, true)) {
        LOG.error("A thread took a request, but handing it over failed", e);
      } else if (e instanceof RejectedExecutionException) {
        throw ErrorCode.SHUTTING_DOWN.because(e);
      } else {
        throw e;
      }
    }
  }

  private void handle(Exchange exchange, Endpoint endpoint) {
    try {
      answer(exchange, () -> handleIfAllowed(exchange, endpoint));
    } catch (RuntimeException | Error e) { // not even the failure could be told
      exchange.broken(e);
      throw e;
    }
  }

  private void handleIfAllowed(Exchange exchange, Endpoint endpoint) throws IOException {
    Request request = exchange.request();
    Optional<String> refusal = browserRefusal(request);
    if (needsTls(request)) {
      throw ErrorCode.TLS_NEEDED.with("This server wants https from other machines.");
    } else if (refusal.isPresent()) {
      exchange.json(HttpStatus.FORBIDDEN_403, Json.failed(refusal.get()));
    } else {
      endpoint.handle(exchange);
    }
  }

  private boolean needsTls(Request request) {
    return clearTextIsLocal && !request.isSecure() && !isLocal(request);
  }

  private Optional<String> browserRefusal(Request request) {
    return BrowserGuard.refuses(request, anybodyIsRoot.getAsBoolean());
  }

  private interface Answering {
    void run() throws IOException;
  }

  private static void answer(Exchange exchange, Answering answering) {
    Request request = exchange.request();
    try {
      answering.run();
    } catch (PlimsollException e) {
      fail(exchange, e);
    } catch (HttpException.IllegalArgumentException e) {
      exchange.json(e.getCode(), Json.failed(e.getReason())); // for example a bad query string
    } catch (IOException | RuntimeException | Error e) {
      LOG.error("{} {} failed", request.getMethod(), request.getHttpURI().getPath(), e);
      fail(exchange, ErrorCode.BROKEN_INVARIANT.because(e, e.toString()));
    }
  }

  private Endpoint endpoint(Exchange exchange) {
    Request request = exchange.request();
    List<String> parts = split(request.getHttpURI().getPath());
    String method = request.getMethod();
    String other = null;
    for (Route route : routes) {
      Map<String, String> parameters = route.match(parts);
      if (parameters != null && route.takes(method)) {
        exchange.path(parameters);
        return route.endpoint();
      }
      other = parameters != null ? route.method() : other;
    }
    String allowed = other;
    return unknown -> unknown(unknown, method, allowed);
  }

  /** StarRocks' SDK takes exactly this answer to a POST as "transactions are not supported". */
  private static void unknown(Exchange exchange, String method, @Nullable String other) {
    if (HttpMethod.POST.is(method) || HttpMethod.PUT.is(method)) {
      exchange.json(HttpStatus.OK_200, Json.failed("Not implemented"));
    } else if (other != null) {
      exchange.responseHeaders().put(HttpHeader.ALLOW, other);
      exchange.json(
          HttpStatus.METHOD_NOT_ALLOWED_405, Json.failed("Use " + other + " for this path."));
    } else {
      exchange.json(HttpStatus.NOT_FOUND_404, Json.failed("Nothing is served at this path."));
    }
  }

  /** Parts are split before they are decoded, so an encoded slash stays inside its part. */
  private static List<String> split(@Nullable String path) {
    List<String> parts = new ArrayList<>();
    for (String part : (path == null ? "/" : path).split("/", -1)) {
      parts.add(URIUtil.decodePath(part));
    }
    return parts;
  }

  /** Wraps an endpoint so that it sees only requests of a known user. */
  Endpoint authenticated(Endpoint endpoint) {
    return exchange -> {
      exchange.guard(authenticator.user(exchange.request()));
      endpoint.handle(exchange);
    };
  }

  /** As {@link #authenticated}, of an endpoint that may answer at once. */
  Endpoint authenticatedAtOnce(Endpoint endpoint) {
    Endpoint waiting = authenticated(endpoint);
    return new Endpoint() {
      @Override
      public void handle(Exchange exchange) throws IOException {
        waiting.handle(exchange);
      }

      @Override
      public boolean answersAtOnce(Exchange exchange) throws IOException {
        Request request = exchange.request();
        if (!authenticator.isAtHand() || needsTls(request) || browserRefusal(request).isPresent()) {
          return false;
        }
        Optional<Guard> known = authenticator.knownUser(request);
        known.ifPresent(exchange::guard);
        return known.isPresent() && endpoint.answersAtOnce(exchange);
      }
    };
  }

  /** As {@link #authenticated}, but open to all while root has no password. */
  Endpoint authenticatedIfAnybodyIs(Endpoint endpoint) {
    return exchange -> {
      exchange.guard(authenticator.userOrAnyone(exchange.request()));
      endpoint.handle(exchange);
    };
  }

  private static void fail(Exchange exchange, PlimsollException failure) {
    if (exchange.committed()) {
      exchange.broken(failure);
      return;
    }
    if (status(failure.code()) == HttpStatus.UNAUTHORIZED_401) {
      exchange.responseHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Basic realm=\"\"");
    }
    exchange.code(failure.code());
    exchange.json(status(failure.code()), Json.failed(failure.getMessage()));
  }

  /** HTTP status of a failure: by who can act. */
  static int status(ErrorCode code) {
    return switch (code.blame()) {
      case SENDER -> HttpStatus.BAD_REQUEST_400;
      case RIGHTS ->
          switch (code) {
            case NEED_AUTH, WRONG_PASSWORD -> HttpStatus.UNAUTHORIZED_401;
            case TOO_MANY_LOGINS -> HttpStatus.TOO_MANY_REQUESTS_429;
            default -> HttpStatus.FORBIDDEN_403;
          };
      case CAPACITY -> HttpStatus.SERVICE_UNAVAILABLE_503;
      case OUTSIDE -> HttpStatus.BAD_GATEWAY_502;
      case SERVER -> HttpStatus.INTERNAL_SERVER_ERROR_500;
    };
  }

  private record Route(String method, List<String> pattern, Endpoint endpoint) {
    boolean takes(String requested) {
      return method.equals(requested)
          || (HttpMethod.HEAD.is(requested) && HttpMethod.GET.is(method));
    }

    @Nullable Map<String, String> match(List<String> parts) {
      if (parts.size() != pattern.size()) {
        return null;
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      for (int i = 0; i < parts.size(); i++) {
        String wanted = pattern.get(i);
        if (wanted.startsWith("{")) {
          parameters.put(wanted.substring(1, wanted.length() - 1), parts.get(i));
        } else if (!wanted.equals(parts.get(i))) {
          return null;
        }
      }
      return parameters;
    }
  }
}
