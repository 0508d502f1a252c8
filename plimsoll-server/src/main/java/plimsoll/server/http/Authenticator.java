package plimsoll.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import plimsoll.access.Account;
import plimsoll.access.UserName;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.server.audit.AuditEntry;
import plimsoll.server.audit.AuditLog;
import plimsoll.server.auth.Guard;
import plimsoll.server.auth.Reach;

/** Says who a request comes from: a user with its password, or root with the token. */
final class Authenticator {
  static final String TOKEN_HEADER = "X-Plimsoll-Token";

  private static final String ROOT = UserName.ROOT.user();

  private final byte[] token;
  private final Backend backend;

  /** Accepts that secret too: who knows it may read the data directory anyway. */
  Authenticator(String token, Backend backend) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
    this.backend = backend;
  }

  /**
   * The user, and what it may do.
   *
   * @throws PlimsollException NEED_AUTH, WRONG_PASSWORD, TOO_MANY_LOGINS
   */
  Guard user(Request request) {
    Credentials credentials = credentials(request).orElseThrow(ErrorCode.NEED_AUTH::with);
    String address = Request.getRemoteAddr(request);
    return guard(isRoot(credentials) ? UserName.ROOT : login(credentials, address), address);
  }

  /** Whether users and rights can be told without reading them. */
  boolean isAtHand() {
    return backend.access().isAtHand();
  }

  /**
   * The same as {@link #user}, if it can be told without the slow check of a password; else empty.
   */
  Optional<Guard> knownUser(Request request) {
    String address = Request.getRemoteAddr(request);
    return credentials(request)
        .flatMap(
            credentials ->
                isRoot(credentials) ? Optional.of(UserName.ROOT) : known(credentials, address))
        .map(account -> guard(account, address));
  }

  private static Optional<Credentials> credentials(Request request) {
    String token = request.getHeaders().get(TOKEN_HEADER);
    return token == null
        ? parse(request.getHeaders().get(HttpHeader.AUTHORIZATION))
        : Optional.of(new Credentials(ROOT, token, true));
  }

  private boolean isRoot(Credentials credentials) {
    return credentials.user().equals(ROOT) && matches(credentials.password());
  }

  private Optional<UserName> known(Credentials credentials, String address) {
    return credentials.isToken()
        ? Optional.empty()
        : backend
            .logins()
            .known(credentials.user(), credentials.password(), address)
            .map(Account::name);
  }

  /** As {@link #user}; nobody in particular is root, while root has no password. */
  Guard userOrAnyone(Request request) {
    boolean named =
        request.getHeaders().contains(TOKEN_HEADER)
            || request.getHeaders().contains(HttpHeader.AUTHORIZATION);
    return named || Reach.rootHasPassword(backend.access())
        ? user(request)
        : guard(UserName.ROOT, Request.getRemoteAddr(request));
  }

  private Guard guard(UserName account, String address) {
    return new Guard(backend.access(), account, address);
  }

  private UserName login(Credentials credentials, String address) {
    try {
      if (credentials.isToken()) {
        throw ErrorCode.WRONG_PASSWORD.with(credentials.user() + "@" + address);
      }
      return backend.logins().login(credentials.user(), credentials.password(), address).name();
    } catch (PlimsollException e) {
      audit(backend.audit(), credentials.user(), address, e.code());
      throw e;
    }
  }

  private static void audit(AuditLog log, String user, String address, ErrorCode code) {
    log.write(
        new AuditEntry(
            Instant.now(), user, address, "http", "(login)", List.of(), code.name(), 0, 0));
  }

  /** Whether the text is the token of this server. */
  boolean isToken(@Nullable String text) {
    return text != null && matches(text);
  }

  /** Takes the same time for every wrong guess. */
  private boolean matches(String guess) {
    return MessageDigest.isEqual(token, guess.getBytes(StandardCharsets.UTF_8));
  }

  private static Optional<Credentials> parse(@Nullable String header) {
    if (header == null || header.length() < 6 || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return Optional.empty();
    }
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      String text = new String(decoded, StandardCharsets.UTF_8);
      int colon = text.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new Credentials(text.substring(0, colon), text.substring(colon + 1), false));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64: no credentials were given
    }
  }

  /**
   * What somebody presented.
   *
   * @param isToken whether it can be nothing but the token
   */
  private record Credentials(String user, String password, boolean isToken) {}
}
