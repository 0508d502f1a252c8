package plimsoll.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.commit.Metastore;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.metastore.Metastores;
import plimsoll.metastore.PostgresAddress;
import plimsoll.storage.local.OwnerOnly;

/** Opens the metastore that the settings name, if it is the one that the directory belongs to. */
final class OpenMetastore {
  private static final Logger LOG = LoggerFactory.getLogger(OpenMetastore.class);
  private static final String FILE = "metastore.db";

  private final Settings settings;
  private final Path directory;
  private final Clock clock;
  private final MetastoreNote note;
  private @Nullable String toNote;

  OpenMetastore(Settings settings, Path directory, Clock clock) {
    this.settings = settings;
    this.directory = directory;
    this.clock = clock;
    this.note = new MetastoreNote(directory);
  }

  /**
   * Opens it.
   *
   * @throws PlimsollException OTHER_METASTORE if the directory belongs to another one;
   *     METASTORE_FAILED
   */
  Metastore open() {
    return url().isEmpty() ? sqlite() : postgres();
  }

  /**
   * Makes the directory belong to the metastore outside it. To be called when all is known to be
   * well: a mistaken address must not bind the directory.
   */
  void remember() {
    if (toNote != null) {
      note.write(toNote);
    }
  }

  private String url() {
    return settings.get(Settings.METASTORE_URL);
  }

  private Metastore sqlite() {
    Optional<String> noted = note.read();
    if (noted.isPresent()) {
      throw other(noted.get(), "no metastore_url, which means " + FILE + " in it", "");
    }
    Path file = directory.resolve(FILE);
    keepToOwner(file);
    return Metastores.sqlite(file, clock);
  }

  /** It holds password hashes. SQLite gives the files beside it the mode that it has. */
  private static void keepToOwner(Path file) {
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
  }

  private Metastore postgres() {
    PostgresAddress address =
        new PostgresAddress(url(), settings.get(Settings.METASTORE_USER), password(settings));
    String database = address.database();
    Optional<String> noted = note.read();
    noted.ifPresentOrElse(
        belongs -> requireSame(belongs, database), () -> requireNoTables(database));
    toNote = noted.isPresent() ? null : database;
    return Metastores.postgres(address, clock);
  }

  private void requireSame(String belongs, String wanted) {
    if (!belongs.equals(wanted)) {
      String renamed =
          " If that is the same database under another address, or this directory never";
      throw other(belongs, wanted, renamed + " held a table, write it into " + note + ".");
    }
  }

  private void requireNoTables(String wanted) {
    Path file = directory.resolve(FILE);
    if (Metastores.sqliteHasContent(file)) {
      throw ErrorCode.OTHER_METASTORE.with(
          directory,
          file,
          wanted,
          "Take metastore_url out of the settings; or, if that file is not wanted, move it away.");
    }
  }

  private PlimsollException other(String belongs, String wanted, String more) {
    return ErrorCode.OTHER_METASTORE.with(
        directory,
        belongs,
        wanted,
        "Start the server with that metastore_url and talk to it, or give a command the server's"
            + " settings by --config FILE."
            + more);
  }

  private static @Nullable String password(Settings settings) {
    String file = settings.get(Settings.METASTORE_PASSWORD_FILE);
    if (file.isEmpty()) {
      return null;
    }
    try (BufferedReader lines = Files.newBufferedReader(Path.of(file))) {
      return Objects.requireNonNullElse(lines.readLine(), "");
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, IoFailures.reason(e));
    }
  }
}
