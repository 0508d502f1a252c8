package plimsoll.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.model.Label;
import plimsoll.storage.FileStatus;

/**
 * A file of an import, which is a load of its own. Its label is the import's, and a hash of where
 * the file lies and where its rows go: {@code history-1f0c66e2d1b07a33}. A label that was given is
 * taken for ever, so a file loads once in an import, however its path is written.
 *
 * @param file as it lies there
 * @param label of its load
 */
record ImportPart(FileStatus file, Label label) {
  private static final int HASH_DIGITS = 16;

  /** The longest label of an import: a hash has room behind it. */
  private static final int MOST_LABEL = 128 - 1 - HASH_DIGITS;

  /**
   * A file of that import.
   *
   * @param goal table and target of the rows
   * @throws plimsoll.error.PlimsollException BAD_OPTION for a label that is too long,
   *     FILE_UNREADABLE
   */
  static ImportPart of(String label, String goal, FileStatus file) {
    if (label.length() > MOST_LABEL) {
      throw ErrorCode.BAD_OPTION.with(
          "--label has "
              + label.length()
              + " characters; the label of an import has at most "
              + MOST_LABEL
              + ".");
    }
    try {
      Path place = Path.of(file.path()).toRealPath();
      return new ImportPart(file, Label.given(label + "-" + hash(goal + "\n" + place)));
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file.path(), IoFailures.reason(e));
    }
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
