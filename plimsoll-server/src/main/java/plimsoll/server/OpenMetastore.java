package plimsoll.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Metastore;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.metastore.Metastores;
import plimsoll.metastore.PostgresAddress;
import plimsoll.storage.local.OwnerOnly;

/** Opens the metastore that the settings name. */
final class OpenMetastore {
  private static final Logger LOG = LoggerFactory.getLogger(OpenMetastore.class);

  private OpenMetastore() {}

  static Metastore of(Settings settings, Path directory, Clock clock) {
    String url = settings.get(Settings.METASTORE_URL);
    if (url.isEmpty()) {
      return sqlite(directory.resolve("metastore.db"), clock);
    }
    String user = settings.get(Settings.METASTORE_USER);
    return Metastores.postgres(new PostgresAddress(url, user, password(settings)), clock);
  }

  /** It holds password hashes. SQLite gives the files beside it the mode that it has. */
  private static Metastore sqlite(Path file, Clock clock) {
    try {
      OwnerOnly.makeFile(file);
      for (String beside : new String[] {"-wal", "-shm"}) {
        Path left = file.resolveSibling(file.getFileName() + beside);
        if (Files.exists(left)) {
          OwnerOnly.restrict(left);
        }
      }
    } catch (IOException e) {
      LOG.warn("{} holds password hashes, but cannot be kept from other users", file, e);
    }
    return Metastores.sqlite(file, clock);
  }

  private static @Nullable String password(Settings settings) {
    String file = settings.get(Settings.METASTORE_PASSWORD_FILE);
    if (file.isEmpty()) {
      return null;
    }
    try (var lines = Files.lines(Path.of(file))) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, e.getMessage());
    }
  }
}
