package plimsoll.cli.client;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.server.Plimsoll;
import plimsoll.storage.local.DataDirectoryLock;
import plimsoll.storage.local.Holder;

/** Finds out who holds a data directory. */
public final class Clients {
  private Clients() {}

  /**
   * Takes the directory; or, when a server has it, speaks to that.
   *
   * @param settings what to open it with; a server that has it goes by its own
   * @throws PlimsollException DATA_DIRECTORY_HELD when a process has it that is no server;
   *     OTHER_METASTORE when the settings name another metastore than the directory's
   */
  public static Client open(Path dataDirectory, Settings settings) {
    Optional<Client> server = server(dataDirectory);
    if (server.isPresent()) {
      return server.get();
    }
    try {
      return new LocalClient(Plimsoll.open(dataDirectory, settings));
    } catch (PlimsollException e) {
      if (e.code() != ErrorCode.DATA_DIRECTORY_HELD) {
        throw e;
      }
      return server(dataDirectory).orElseThrow(() -> e); // it began to listen meanwhile
    }
  }

  private static Optional<Client> server(Path directory) {
    try {
      Optional<Integer> port =
          DataDirectoryLock.holder(directory)
              .map(Holder::httpPort)
              .filter(listening -> listening != Holder.NONE);
      Optional<String> token = DataDirectoryLock.token(directory);
      return port.map(number -> new ServerClient(number, token.orElseThrow(Clients::notOurs)));
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, directory.resolve("lock"), IoFailures.reason(e));
    }
  }

  private static PlimsollException notOurs() {
    return ErrorCode.WRONG_PASSWORD.with(
        "this user: the server was started by another, and its token file is for that one only.");
  }
}
