package plimsoll.cli;

import java.nio.file.Path;
import plimsoll.cli.client.Client;
import plimsoll.config.HomeDirectory;
import plimsoll.config.Settings;

/** Opens the data directory a command works on, and knows whose profiles count. */
@FunctionalInterface
interface Connector {
  /**
   * Takes the directory, or finds the server that has it.
   *
   * @param settings what to open it with; a server that has it goes by its own
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_HELD by a process that is no server
   */
  Client open(Path dataDirectory, Settings settings);

  /** Where {@code .plimsoll} with the user's profiles lies. */
  default Path home() {
    return HomeDirectory.path();
  }
}
