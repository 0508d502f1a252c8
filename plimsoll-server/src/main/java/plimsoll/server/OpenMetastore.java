package plimsoll.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import plimsoll.commit.Metastore;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.metastore.Metastores;
import plimsoll.metastore.PostgresAddress;

/** Opens the metastore that the settings name. */
final class OpenMetastore {
  private OpenMetastore() {}

  static Metastore of(Settings settings, Path directory, Clock clock) {
    String url = settings.get(Settings.METASTORE_URL);
    if (url.isEmpty()) {
      return Metastores.sqlite(directory.resolve("metastore.db"), clock);
    }
    String user = settings.get(Settings.METASTORE_USER);
    return Metastores.postgres(new PostgresAddress(url, user, password(settings)), clock);
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
