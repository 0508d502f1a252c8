package plimsoll.cli;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import plimsoll.error.ErrorCode;
import plimsoll.model.Label;
import plimsoll.storage.FileStatus;

/**
 * A file of an import, which is a load of its own. Its label is the import's, a hash of where the
 * file lies, and one of its size and time: {@code history-1f0c…-77aa…}. So who imports again under
 * the same label goes on with the files that are missing, and a file that was changed behind its
 * load is found.
 *
 * @param file as it lies there
 * @param place begins the labels of all loads of this file in the import
 * @param label of this load
 */
record ImportPart(FileStatus file, String place, Label label) {
  private static final int HASH_DIGITS = 16;

  /** The longest label of an import: hashes have room behind it. */
  static final int MOST_LABEL = 128 - 2 * (1 + HASH_DIGITS);

  static ImportPart of(String label, FileStatus file) {
    if (label.length() > MOST_LABEL) {
      throw ErrorCode.BAD_OPTION.with(
          "--label has "
              + label.length()
              + " characters; the label of an import has at most "
              + MOST_LABEL
              + ".");
    }
    String place = label + "-" + hash(file.path()) + "-";
    return new ImportPart(
        file, place, Label.given(place + hash(file.length() + " " + file.modified())));
  }

  /**
   * Refuses a file that was loaded by this import as it was before.
   *
   * @param loaded labels of the import's loads that are done
   */
  void requireUnchanged(Set<String> loaded) {
    if (!loaded.contains(label.text())
        && loaded.stream().anyMatch(done -> done.startsWith(place))) {
      throw ErrorCode.BAD_OPTION.with(
          file.path()
              + " has changed since this import loaded it: to load it again would bring its rows"
              + " twice. Leave it out, or import what is new under another --label.");
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
