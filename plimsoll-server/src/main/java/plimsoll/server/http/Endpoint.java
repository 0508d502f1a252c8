package plimsoll.server.http;

import java.io.IOException;

/** Answers the requests of one route. */
@FunctionalInterface
interface Endpoint {
  /**
   * Answers exactly once, on the calling thread; may take as long as it needs.
   *
   * @throws plimsoll.error.PlimsollException becomes a REST failure with the status of its blame
   */
  void handle(Exchange exchange) throws IOException;
}
