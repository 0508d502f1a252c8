package plimsoll.cli;

import java.nio.file.Path;
import plimsoll.cli.client.Client;

/** Opens the data directory a command works on. */
@FunctionalInterface
interface Connector {
  /**
   * Takes the directory, or finds the server that has it.
   *
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_HELD by a process that is no server
   */
  Client open(Path dataDirectory);
}
