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

  /**
   * Answers exactly once if that takes no waiting, for a disk or for anybody: the calling thread
   * also watches other connections, and to wake another one takes as long as a point read.
   *
   * @return false if nothing was done: the request is to be handled by a thread that may wait
   * @throws plimsoll.error.PlimsollException as above
   */
  default boolean answersAtOnce(Exchange exchange) throws IOException {
    return false;
  }
}
