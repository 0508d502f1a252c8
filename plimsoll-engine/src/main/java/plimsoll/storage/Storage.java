package plimsoll.storage;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Bytes at rest, by path. Everything that Plimsoll writes or reads as files goes through here, so
 * that tests can run it on a simulated disk that loses unsynced writes, fails, or stops.
 *
 * <p>Paths are absolute. A written file is durable once its output was synced <em>and</em> its
 * directory was: {@link #syncDirectory}. Errors are {@link IOException}s that name the path; a full
 * device is a {@link java.nio.file.FileSystemException} whose reason says so.
 */
public interface Storage {
  /** Opens a file for reading at any position. */
  InputFile open(String path) throws IOException;

  /**
   * Opens a file by its {@link #realPath}; fails if a link has come into that path meanwhile, so
   * that what was decided about the path holds for the bytes. A storage without links has nothing
   * to look for.
   */
  default InputFile openWithoutLinks(String path) throws IOException {
    return open(path);
  }

  /** Creates a file that must not exist yet, with its parent directories. */
  OutputFile create(String path) throws IOException;

  /**
   * As {@link #create(String)}, for these readers only from its first moment on. A storage that
   * knows no readers makes a file like any other.
   */
  default OutputFile create(String path, Readers readers) throws IOException {
    return create(path);
  }

  /** Whether a file or directory is there. */
  boolean exists(String path) throws IOException;

  /** Files directly inside a directory, in name order; an absent directory has none. */
  List<FileStatus> list(String directory) throws IOException;

  /** Files at any depth below a directory, in path order; an absent directory has none. */
  List<FileStatus> walk(String directory) throws IOException;

  /**
   * Files that a user's pattern names, in path order: a file, a directory (the files directly
   * inside, without hidden and marker files), or a glob with {@code * ? [ ]} and braces.
   */
  List<FileStatus> match(String pattern) throws IOException;

  /**
   * The one name of a file or directory that is there: links resolved. A storage without links has
   * one name for everything.
   */
  default String realPath(String path) throws IOException {
    return path;
  }

  /** What stands under a name itself, null if nothing does. */
  default @Nullable FileEntry entry(String path) throws IOException {
    throw new FileSystemException(path, null, "This storage knows no entries");
  }

  /**
   * Gives a file a second name in its directory, in one step; fails with a {@link
   * java.nio.file.FileAlreadyExistsException} if something has that name.
   */
  default void link(String file, String name) throws IOException {
    throw new FileSystemException(name, null, "This storage gives files one name");
  }

  /**
   * Gives a file another name in its directory, in one step: readers of that name see the old file
   * or the new one. A file that had the name hands on who may do what with it.
   */
  default void replace(String file, String name) throws IOException {
    throw new FileSystemException(name, null, "This storage renames no files");
  }

  /** Removes a file; an absent one is no error. */
  void delete(String path) throws IOException;

  /** Removes a directory and all below it; an absent one is no error. */
  void deleteTree(String directory) throws IOException;

  /** Makes the names in a directory durable: what was created or deleted there. */
  void syncDirectory(String directory) throws IOException;
}
