package plimsoll.storage.local;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.jspecify.annotations.Nullable;

/** Makes every failure say which path and why: the JDK leaves out one or the other. */
final class Failures {
  static final String IS_A_DIRECTORY = "Is a directory";
  static final String NOT_A_DIRECTORY = "Not a directory";

  private Failures() {}

  /** The same failure with path and reason; the kind of exception stays. */
  static IOException clean(String path, IOException failure) {
    if (failure instanceof ClosedChannelException) {
      return failure;
    }
    IOException clean = explained(path, failure);
    if (clean != failure) {
      clean.initCause(failure);
    }
    return clean;
  }

  private static IOException explained(String path, IOException failure) {
    if (!(failure instanceof FileSystemException known)) {
      return new FileSystemException(path, null, failure.getMessage());
    }
    if (known.getReason() != null) {
      return failure;
    }
    String where = known.getFile() == null ? path : known.getFile();
    return named(where, known);
  }

  private static FileSystemException named(@Nullable String where, FileSystemException failure) {
    if (failure instanceof NoSuchFileException) {
      return new NoSuchFileException(where, null, "No such file or directory");
    }
    if (failure instanceof AccessDeniedException) {
      return new AccessDeniedException(where, null, "Permission denied");
    }
    if (failure instanceof FileAlreadyExistsException) {
      return new FileAlreadyExistsException(where, null, "File exists");
    }
    if (failure instanceof NotDirectoryException) {
      return new FileSystemException(where, null, NOT_A_DIRECTORY);
    }
    return new FileSystemException(where, null, failure.getClass().getSimpleName());
  }
}
