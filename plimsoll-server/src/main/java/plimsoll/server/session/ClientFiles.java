package plimsoll.server.session;

import java.io.InputStream;

/** Files on the client's machine, which it sends when a statement asks for one. */
@FunctionalInterface
public interface ClientFiles {
  /**
   * Asks for a file and gives its bytes as they arrive; the client is made to wait while nobody
   * reads. Closing drops what is still under way, and does not wait for it; a read that waits in
   * another thread ends with an error.
   *
   * @throws plimsoll.error.PlimsollException REFUSED if the client does not send files
   */
  InputStream open(String path);
}
