package plimsoll.cli.client;

import java.net.http.HttpResponse;
import java.util.Optional;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** What a server's refusal means: its words, and the code that it names or its status implies. */
final class RemoteFailures {
  /** Number of the {@link ErrorCode}; our own addition to StarRocks' answers. */
  static final String CODE_HEADER = "X-Plimsoll-Error";

  private RemoteFailures() {}

  static PlimsollException of(HttpResponse<?> response, String words) {
    return named(response).orElseGet(() -> implied(response.statusCode())).reported(words);
  }

  private static Optional<ErrorCode> named(HttpResponse<?> response) {
    try {
      return response
          .headers()
          .firstValue(CODE_HEADER)
          .flatMap(number -> ErrorCode.ofNumber(Integer.parseInt(number)));
    } catch (NumberFormatException notOurs) {
      return Optional.empty();
    }
  }

  /** The code whose blame stands for all of that status; a Stream Load is refused with 200. */
  private static ErrorCode implied(int status) {
    return switch (status) {
      case 401, 403 -> ErrorCode.NEED_AUTH;
      case 502 -> ErrorCode.METASTORE_FAILED;
      case 503 -> ErrorCode.SHUTTING_DOWN;
      case 500 -> ErrorCode.BROKEN_INVARIANT;
      default -> ErrorCode.REFUSED;
    };
  }
}
