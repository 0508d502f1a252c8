package plimsoll.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import plimsoll.commit.Metastore;
import plimsoll.config.Settings;
import plimsoll.storage.Storage;

/** The server's own wiring, for tests that look at or into its storage and metastore. */
public final class Wiring {
  private static final Settings ONE_WORKER =
      Settings.defaults().with(Map.of(Settings.LOAD_WORKERS.key(), "1"));

  private Wiring() {}

  /** Opens a directory; one thread works on a load, so that it does the same each time. */
  public static Plimsoll open(Path directory, Storage storage, UnaryOperator<Metastore> view) {
    return Plimsoll.open(directory, ONE_WORKER, storage, view);
  }
}
