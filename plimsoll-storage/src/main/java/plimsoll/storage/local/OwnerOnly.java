package plimsoll.storage.local;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Files and directories that only their owner may open, where the operating system has such
 * permissions (POSIX); elsewhere they have those of their directory.
 */
public final class OwnerOnly {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

  private OwnerOnly() {}

  /** Makes a directory with mode 0700, and those above it as usual; one that is there is left. */
  public static void makeDirectory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    try {
      Files.createDirectory(directory, permissions("rwx------"));
    } catch (FileAlreadyExistsException madeByOther) {
      if (!Files.isDirectory(directory)) {
        throw madeByOther;
      }
    }
  }

  /** Makes an empty file with mode 0600; one that is there gets that mode. */
  public static void makeFile(Path file) throws IOException {
    try {
      Files.createFile(file, permissions("rw-------"));
    } catch (FileAlreadyExistsException isThere) {
      restrict(file);
    }
  }

  /** Gives a file mode 0600, a directory 0700, if it has another. */
  public static void restrict(Path file) throws IOException {
    if (POSIX) {
      var wanted =
          PosixFilePermissions.fromString(Files.isDirectory(file) ? "rwx------" : "rw-------");
      if (!Files.getPosixFilePermissions(file).equals(wanted)) {
        Files.setPosixFilePermissions(file, wanted);
      }
    }
  }

  /** Gives a file the permissions of another, if that is there. Links are not followed. */
  static void handOn(Path from, Path to) throws IOException {
    if (POSIX && Files.exists(from, LinkOption.NOFOLLOW_LINKS)) {
      Files.setPosixFilePermissions(
          to, Files.getPosixFilePermissions(from, LinkOption.NOFOLLOW_LINKS));
    }
  }

  /** For a file that is being made; the umask takes from it. */
  static FileAttribute<?>[] permissions(String mode) {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }
}
