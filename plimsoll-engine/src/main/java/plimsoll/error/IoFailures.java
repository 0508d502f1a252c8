package plimsoll.error;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;

/** Says what an I/O failure means for a client. */
public final class IoFailures {
  private IoFailures() {}

  /** Why a file could not be read, without its name and without a full stop. */
  public static String reason(IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof CharacterCodingException) {
      return "it is not text in UTF-8";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** A full disk is a limit of ours; all else is a failure outside. */
  public static PlimsollException explain(IOException e, String where) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("disk full") || lower.contains("quota")) {
      return ErrorCode.DISK_FULL.because(e, where);
    }
    return ErrorCode.FILE_UNWRITABLE.because(e, where, message);
  }
}
