package plimsoll.server;

import java.io.IOException;
import java.io.Reader;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;

/**
 * Which metastore a data directory belongs to, when that is not the file in it: a line in {@code
 * metastore.properties}. Without it a command that knows no settings would make a second, empty
 * metastore beside the files.
 */
final class MetastoreNote {
  private static final String NAME = "metastore.properties";
  private static final String KEY = Settings.METASTORE_URL.key();

  private final Path directory;
  private final Path file;

  MetastoreNote(Path directory) {
    this.directory = directory;
    file = directory.resolve(NAME);
  }

  /**
   * The address that is noted; empty if the directory never had a metastore elsewhere.
   *
   * @throws plimsoll.error.PlimsollException FILE_UNREADABLE; BAD_SETTING if the note names none
   */
  Optional<String> read() {
    Properties noted = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      noted.load(reader);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, IoFailures.reason(e));
    } catch (IllegalArgumentException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, String.valueOf(e.getMessage()));
    }
    String address = noted.getProperty(KEY, "").strip();
    if (address.isEmpty()) {
      throw ErrorCode.BAD_SETTING.with(KEY + " in " + file, "missing", "the metastore's address");
    }
    return Optional.of(address);
  }

  /** Notes an address without secrets, durably, whole or not at all. */
  void write(String address) {
    Path fresh = file.resolveSibling("." + NAME);
    String text =
        "# Where the metastore of this data directory is. Written by Plimsoll; change it only if\n"
            + "# the same database is to be found under another address.\n"
            + KEY
            + "="
            + address.replace("\\", "\\\\")
            + "\n";
    try {
      Files.writeString(fresh, text);
      force(fresh, StandardOpenOption.WRITE);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      force(directory, StandardOpenOption.READ);
    } catch (IOException e) {
      throw IoFailures.explain(e, file.toString());
    }
  }

  private static void force(Path path, OpenOption how) throws IOException {
    try (FileChannel channel = FileChannel.open(path, how)) {
      channel.force(true);
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
