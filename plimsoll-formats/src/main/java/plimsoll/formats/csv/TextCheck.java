package plimsoll.formats.csv;

import java.util.Arrays;
import plimsoll.convert.Swar;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Chunk;

/** Refuses what is no text before it is taken apart as if it were. */
public final class TextCheck {
  /** As many as every first chunk has, however it is read; what is no text shows there. */
  private static final int LOOKED_AT = 8 << 10;

  private TextCheck() {}

  /** Throws {@code NOT_TEXT} if one of the first bytes of an input is NUL. */
  static void check(Dialect dialect, Chunk chunk) {
    check(dialect, chunk.input(), chunk.data(), chunk.start(), chunk.end());
  }

  /** As above, for the first bytes of an input. */
  static void check(Dialect dialect, String input, byte[] data, int start, int end) {
    int at = Swar.indexOf(data, start, Math.min(end, start + LOOKED_AT), (byte) 0);
    if (at < 0 || usesNul(dialect)) {
      return;
    }
    throw ErrorCode.NOT_TEXT.with(
        input
            + " is not CSV text: byte "
            + (at - start)
            + " is NUL."
            + hint(Arrays.copyOfRange(data, start, end)));
  }

  private static boolean usesNul(Dialect dialect) {
    return Dialect.contains(dialect.separator(), 0) || Dialect.contains(dialect.recordEnd(), 0);
  }

  /** What the bytes look like, as advice; empty if like nothing known. */
  public static String hint(byte[] data) {
    if (begins(data, 0xFF, 0xFE) || begins(data, 0xFE, 0xFF)) {
      return " It begins like UTF-16; set encoding to utf-16.";
    }
    if (begins(data, 0x1F, 0x8B)) {
      return " It begins like gzip; set compression to gzip.";
    }
    if (begins(data, 0x28, 0xB5)) {
      return " It begins like zstd; set compression to zstd.";
    }
    if (begins(data, 0x04, 0x22)) {
      return " It begins like an LZ4 frame; set compression to lz4_frame.";
    }
    if (begins(data, 0xFF, 0x06)) {
      return " It begins like framed Snappy; set compression to snappy.";
    }
    if (begins(data, 'B', 'Z')) {
      return " It begins like bzip2; set compression to bzip2.";
    }
    if (begins(data, 'P', 'A')) {
      return " It begins like Parquet; load it as a file, with format parquet.";
    }
    return begins(data, 'P', 'K') ? " It begins like a zip archive; unpack it." : "";
  }

  private static boolean begins(byte[] data, int first, int second) {
    return data.length >= 2 && (data[0] & 0xFF) == first && (data[1] & 0xFF) == second;
  }
}
