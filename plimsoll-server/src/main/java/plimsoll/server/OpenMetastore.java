package plimsoll.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
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

  private OpenMetastore(Settings settings, Path directory, Clock clock) {
    this.settings = settings;
    this.directory = directory;
    this.clock = clock;
    this.note = new MetastoreNote(directory);
  }

  /**
   * Opens it; the directory remembers an address outside it from then on.
   *
   * @throws PlimsollException OTHER_METASTORE if the directory belongs to another one;
   *     METASTORE_FAILED
   */
  static Metastore of(Settings settings, Path directory, Clock clock) {
    OpenMetastore opening = new OpenMetastore(settings, directory, clock);
    return settings.get(Settings.METASTORE_URL).isEmpty() ? opening.sqlite() : opening.postgres();
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
    String url = settings.get(Settings.METASTORE_URL);
    PostgresAddress address =
        new PostgresAddress(url, settings.get(Settings.METASTORE_USER), password(settings));
    Optional<String> noted = note.read();
    noted.ifPresentOrElse(
        belongs -> requireSame(belongs, address.database()),
        () -> requireNoTables(address.database()));
    Metastore opened = Metastores.postgres(address, clock);
    if (noted.isEmpty()) {
      remember(opened, address);
    }
    return opened;
  }

  /** Only what could be opened: a mistaken address must not bind the directory. */
  private void remember(Metastore opened, PostgresAddress address) {
    try {
      note.write(address.database());
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private void requireSame(String belongs, String wanted) {
    if (!belongs.equals(wanted)) {
      String renamed = " If that is the same database under another address, write it into " + note;
      throw other(belongs, wanted, renamed + ".");
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
    try (var lines = Files.lines(Path.of(file))) {
      return lines.findFirst().orElse("");
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, IoFailures.reason(e));
    }
  }
}
