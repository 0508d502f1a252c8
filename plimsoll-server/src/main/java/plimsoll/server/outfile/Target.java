package plimsoll.server.outfile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.sql.plan.OutfileOptions.Mode;
import plimsoll.storage.Storage;

/**
 * The file that a statement writes: a temporary one beside it, which takes its name when it is
 * whole and synced.
 *
 * <p>Design note. Rows that are appended are written behind a copy of the file, so that readers and
 * a crash see the old file or the new one and never a part; it costs the copy. Whoever else changed
 * the file meanwhile wins, and the statement fails. A new file takes its name by a hard link, since
 * that is refused where something has the name already, and a rename is not.
 */
final class Target implements Closeable {
  /** Between the look at a file that rows were appended to and its exchange. */
  private static final Object EXCHANGE = new Object();

  private final Storage storage;
  private final Path path;
  private final Path temporary;
  private final Mode mode;
  private final @Nullable BasicFileAttributes before;

  private Target(Storage storage, Path path, Mode mode, @Nullable BasicFileAttributes before) {
    this.storage = storage;
    this.path = path;
    this.temporary = Temporaries.next(path);
    this.mode = mode;
    this.before = before;
  }

  /**
   * Looks what is there and removes what killed processes left beside it.
   *
   * @param path its directory by its real name
   * @throws plimsoll.error.PlimsollException FILE_EXISTS; REFUSED for what is no file
   */
  static Target open(Storage storage, Path path, Mode mode) throws IOException {
    BasicFileAttributes before = look(path);
    if (before != null && mode == Mode.ERROR_IF_EXISTS) {
      throw ErrorCode.FILE_EXISTS.with(path);
    }
    Temporaries.sweep(storage, directory(path));
    return new Target(storage, path, mode, before);
  }

  private static Path directory(Path path) throws IOException {
    Path directory = path.getParent();
    if (directory == null) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    return directory;
  }

  /** What is there, null for nothing. A link is not followed: it would lead out of every check. */
  private static @Nullable BasicFileAttributes look(Path path) throws IOException {
    BasicFileAttributes found;
    try {
      found = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException absent) {
      return null;
    }
    if (!found.isRegularFile()) {
      String what =
          found.isSymbolicLink()
              ? "a symbolic link; name the file that it leads to"
              : found.isDirectory()
                  ? "a directory; name a file in it"
                  : "no regular file; name another";
      throw ErrorCode.REFUSED.with("'" + path + "' is " + what + ".");
    }
    return found;
  }

  /** Where the rows are to be written. */
  String temporary() {
    return temporary.toString();
  }

  /** The file that rows are appended to, null if they begin one. */
  @Nullable String base() {
    return mode == Mode.APPEND && before != null ? path.toString() : null;
  }

  /** Fails if a link has come into the path while the temporary file was made. */
  void requireInPlace() throws IOException {
    if (!temporary.toRealPath().equals(temporary)) {
      throw new FileSystemException(path.toString(), null, "A link has come into its path");
    }
  }

  /** Gives the file its name, durably. What is there is replaced in one step, or not at all. */
  void publish() throws IOException {
    requireInPlace();
    synchronized (EXCHANGE) {
      BasicFileAttributes now = look(path);
      if (mode == Mode.APPEND && !isSame(before, now)) {
        throw ErrorCode.FILE_UNWRITABLE.with(
            path, "it was changed by others meanwhile; nothing was appended, run it again");
      }
      if (mode == Mode.OVERWRITE || now != null && mode == Mode.APPEND) {
        replace();
      } else {
        link();
      }
    }
    storage.syncDirectory(directory(path).toString());
  }

  private static boolean isSame(
      @Nullable BasicFileAttributes before, @Nullable BasicFileAttributes now) {
    if (before == null || now == null) {
      return before == now;
    }
    return before.size() == now.size()
        && before.lastModifiedTime().equals(now.lastModifiedTime())
        && String.valueOf(before.fileKey()).equals(String.valueOf(now.fileKey()));
  }

  private void replace() throws IOException {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && isPosix()) {
      Files.setPosixFilePermissions(
          temporary, Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS));
    }
    Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
  }

  private boolean isPosix() {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private void link() throws IOException {
    try {
      Files.createLink(path, temporary);
    } catch (FileAlreadyExistsException e) {
      throw ErrorCode.FILE_EXISTS.because(e, path);
    } catch (UnsupportedOperationException e) {
      throw ErrorCode.FILE_UNWRITABLE.because(
          e, path, "its file system has no hard links; say mode='overwrite'");
    }
  }

  /** Removes the temporary file. */
  @Override
  public void close() throws IOException {
    try {
      storage.delete(temporary.toString());
    } finally {
      Temporaries.done(temporary);
    }
  }
}
