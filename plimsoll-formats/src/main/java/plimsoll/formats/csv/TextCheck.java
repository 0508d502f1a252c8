package plimsoll.formats.csv;

import plimsoll.convert.Swar;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Chunk;

/** Refuses what is no text before it is taken apart as if it were. */
final class TextCheck {
  private TextCheck() {}

  /** Throws {@code NOT_TEXT} if the first chunk of an input holds a NUL byte. */
  static void check(Dialect dialect, Chunk chunk) {
    int at = Swar.indexOf(chunk.data(), chunk.start(), chunk.end(), (byte) 0);
    if (at < 0 || usesNul(dialect)) {
      return;
    }
    throw ErrorCode.NOT_TEXT.with(
        chunk.input()
            + " is not CSV text: byte "
            + (chunk.byteOffset() + at - chunk.start())
            + " is NUL."
            + hint(chunk));
  }

  private static boolean usesNul(Dialect dialect) {
    return Dialect.contains(dialect.separator(), 0) || Dialect.contains(dialect.recordEnd(), 0);
  }

  private static String hint(Chunk chunk) {
    if (begins(chunk, 0xFF, 0xFE) || begins(chunk, 0xFE, 0xFF)) {
      return " It begins like UTF-16; convert it to UTF-8.";
    }
    if (begins(chunk, 0x1F, 0x8B)) {
      return " It begins like gzip; set compression to gzip.";
    }
    return begins(chunk, 'P', 'K') ? " It begins like a zip archive; unpack it." : "";
  }

  private static boolean begins(Chunk chunk, int first, int second) {
    return chunk.end() - chunk.start() >= 2
        && (chunk.data()[chunk.start()] & 0xFF) == first
        && (chunk.data()[chunk.start() + 1] & 0xFF) == second;
  }
}
