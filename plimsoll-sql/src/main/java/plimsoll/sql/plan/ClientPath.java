package plimsoll.sql.plan;

import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.sql.tree.Literal;

/** The path of a file that the client sends. */
final class ClientPath {
  private static final String SCHEME = "file://";

  private ClientPath() {}

  /**
   * As OpenMLDB's local mode writes it. There it may be a directory or a glob; but a client of
   * MySQL's protocol sends the one file that it is asked for, and looks into no directory.
   *
   * @throws PlimsollException REFUSED for what is more than one file, or not the client's
   */
  static String ofOpenMldb(Literal written) {
    String text = written.text();
    String path = text.startsWith(SCHEME) ? text.substring(SCHEME.length()) : text;
    if (path.contains("://")) {
      throw refused(
          written, "not '" + text + "'. With load_mode='cluster' the server reads files.");
    }
    if (path.isEmpty() || path.endsWith("/")) {
      throw refused(written, "not the directory '" + text + "'. Name one file in it.");
    }
    if (path.chars().anyMatch(c -> c == '*' || c == '?' || c == '[')) {
      throw refused(
          written,
          "not all that match '"
              + text
              + "'. Name one; one that is really called so goes with LOAD DATA LOCAL INFILE.");
    }
    return path;
  }

  private static PlimsollException refused(Literal written, String what) {
    return ErrorCode.REFUSED
        .with("With load_mode='local' a client sends one file of its own, " + what)
        .at(written.at().toString());
  }
}
