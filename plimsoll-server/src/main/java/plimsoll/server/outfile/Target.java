package plimsoll.server.outfile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.sql.plan.OutfileOptions.Mode;
import plimsoll.storage.FileEntry;
import plimsoll.storage.ForwardingStorage;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Readers;
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
  private static final Logger LOG = LoggerFactory.getLogger(Target.class);

  /** Between the look at a file that rows were appended to and its exchange. */
  private static final Object EXCHANGE = new Object();

  private final Storage storage;
  private final Path path;
  private final Path temporary;
  private final Mode mode;
  private final @Nullable FileEntry before;
  private final OutputFile out;

  private Target(
      Storage storage,
      Path path,
      Path temporary,
      Mode mode,
      @Nullable FileEntry before,
      OutputFile out) {
    this.storage = storage;
    this.path = path;
    this.temporary = temporary;
    this.mode = mode;
    this.before = before;
    this.out = out;
  }

  /**
   * Looks what is there, removes what killed statements left beside it, and begins the temporary
   * file. Until it has its name only its owner reads it, if it replaces another; a new one its
   * group too. What would fail at the end fails here, before a row is computed.
   *
   * @param path its directory by its real name
   * @throws plimsoll.error.PlimsollException FILE_EXISTS; REFUSED for what is no file;
   *     FILE_UNWRITABLE where a new file cannot take its name
   */
  static Target open(Storage storage, Temporaries names, Path path, Mode mode) throws IOException {
    FileEntry before = look(storage, path);
    if (before != null && mode == Mode.ERROR_IF_EXISTS) {
      throw ErrorCode.FILE_EXISTS.with(path);
    }
    names.sweep(storage, directory(path));
    Path temporary = names.next(path);
    OutputFile out =
        storage.create(temporary.toString(), before == null ? Readers.GROUP : Readers.OWNER);
    Target target = new Target(storage, path, temporary, mode, before, out);
    try {
      target.requirePossible(names.next(path));
      return target;
    } catch (IOException | RuntimeException e) {
      target.close();
      throw e;
    }
  }

  private static String directory(Path path) throws IOException {
    Path directory = path.getParent();
    if (directory == null) {
      throw new FileSystemException(path.toString(), null, "Is a directory");
    }
    return directory.toString();
  }

  /** What is there, null for nothing. A link is not followed: it would lead out of every check. */
  private static @Nullable FileEntry look(Storage storage, Path path) throws IOException {
    FileEntry found = storage.entry(path.toString());
    if (found == null || found.kind() == FileEntry.Kind.FILE) {
      return found;
    }
    String what =
        switch (found.kind()) {
          case LINK -> "a symbolic link; name the file that it leads to";
          case DIRECTORY -> "a directory; name a file in it";
          default -> "no regular file; name another";
        };
    throw ErrorCode.REFUSED.with("'" + path + "' is " + what + ".");
  }

  private void requirePossible(Path second) throws IOException {
    requireInPlace();
    if (before == null && mode != Mode.OVERWRITE) {
      link(second);
      storage.delete(second.toString());
    }
    storage.syncDirectory(directory(path));
  }

  /** Where the rows are to be written. The target closes it. */
  OutputFile out() {
    return out;
  }

  /** The name of {@link #out}. */
  String temporary() {
    return temporary.toString();
  }

  /** A storage that gives {@link #out} to whoever creates a file. */
  Storage asStorage() {
    return new ForwardingStorage(storage) {
      @Override
      public OutputFile create(String created) {
        return out;
      }
    };
  }

  /** The file that rows are appended to, null if they begin one. */
  @Nullable String base() {
    return mode == Mode.APPEND && before != null ? path.toString() : null;
  }

  /** Fails if a link has come into the path while the temporary file was made. */
  private void requireInPlace() throws IOException {
    if (!storage.realPath(temporary.toString()).equals(temporary.toString())) {
      throw new FileSystemException(path.toString(), null, "A link has come into its path");
    }
  }

  /**
   * Gives the file its name, durably. What is there is replaced in one step, or not at all.
   *
   * @throws plimsoll.error.PlimsollException FILE_NOT_DURABLE if it has its name, but may lose it
   */
  void publish() throws IOException {
    requireInPlace();
    synchronized (EXCHANGE) {
      FileEntry now = look(storage, path);
      if (mode == Mode.APPEND && !isSame(before, now)) {
        throw ErrorCode.FILE_UNWRITABLE.with(
            path, "it was changed by others meanwhile; nothing was appended, run it again");
      }
      if (mode == Mode.OVERWRITE || now != null && mode == Mode.APPEND) {
        storage.replace(temporary.toString(), path.toString());
      } else {
        link(path);
      }
    }
    try {
      storage.syncDirectory(directory(path));
    } catch (IOException e) {
      throw ErrorCode.FILE_NOT_DURABLE.because(e, path, IoFailures.reason(e));
    }
  }

  private static boolean isSame(@Nullable FileEntry before, @Nullable FileEntry now) {
    return before == null ? now == null : before.equals(now);
  }

  private void link(Path name) throws IOException {
    try {
      storage.link(temporary.toString(), name.toString());
    } catch (FileAlreadyExistsException e) {
      throw ErrorCode.FILE_EXISTS.because(e, name);
    } catch (FileSystemException e) {
      throw ErrorCode.FILE_UNWRITABLE.because(
          e,
          path,
          "a new file takes its name by a hard link, which fails there ("
              + IoFailures.reason(e)
              + "); say mode='overwrite'");
    }
  }

  /**
   * Removes the temporary name. If that fails the statement has done, or not done, what it says all
   * the same: a later life of the process removes it.
   */
  @Override
  public void close() {
    try {
      out.close();
      storage.delete(temporary.toString());
    } catch (IOException e) {
      LOG.warn("Cannot remove {}, which can be deleted: {}", temporary, e.toString());
    }
  }
}
