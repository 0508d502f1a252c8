package plimsoll.server.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;

/** Says who a request comes from. The only user is {@code root}: empty password, or the token. */
final class Authenticator {
  static final String TOKEN_HEADER = "X-Plimsoll-Token";

  private static final String ROOT = "root";

  private final byte[] token;

  /** Accepts that secret too: who knows it may read the data directory anyway. */
  Authenticator(String token) {
    this.token = token.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The user's name.
   *
   * @throws plimsoll.error.PlimsollException NEED_AUTH, WRONG_PASSWORD
   */
  String user(Request request) {
    String presented = request.getHeaders().get(TOKEN_HEADER);
    Credentials credentials =
        presented != null
            ? new Credentials(ROOT, presented)
            : parse(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                .orElseThrow(ErrorCode.NEED_AUTH::with);
    if (!accepts(credentials, presented != null)) {
      throw ErrorCode.WRONG_PASSWORD.with(
          credentials.user() + "@" + Request.getRemoteAddr(request));
    }
    return credentials.user();
  }

  /** Whether the text is the token of this server. */
  boolean isToken(@Nullable String text) {
    return text != null && matches(text);
  }

  /** Takes the same time for every wrong guess. */
  private boolean matches(String guess) {
    return MessageDigest.isEqual(token, guess.getBytes(StandardCharsets.UTF_8));
  }

  private boolean accepts(Credentials credentials, boolean tokenOnly) {
    boolean empty = credentials.password().isEmpty() && !tokenOnly;
    return credentials.user().equals(ROOT) && (empty || matches(credentials.password()));
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
          : Optional.of(new Credentials(text.substring(0, colon), text.substring(colon + 1)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // not Base64: no credentials were given
    }
  }

  private record Credentials(String user, String password) {}
}
