package plimsoll.model;

import java.util.Locale;

/** How bytes are compressed. */
public enum Compression {
  NONE,
  GZIP,
  ZSTD,
  /** LZ4's frame format, as the tool {@code lz4} writes it. */
  LZ4_FRAME,
  BZIP2,
  /** Snappy's framing format. */
  SNAPPY,
  /** Deflate in a zlib stream (RFC 1950). */
  DEFLATE,
  /** By the ending of the file's name; a body without a name is plain. */
  BY_NAME;

  /** What an input of that name is under this option; never {@code BY_NAME}. */
  public Compression of(String name) {
    return this == BY_NAME ? byEnding(name.toLowerCase(Locale.ROOT)) : this;
  }

  private static Compression byEnding(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "gz", "gzip" -> GZIP;
      case "zst", "zstd" -> ZSTD;
      case "lz4" -> LZ4_FRAME;
      case "bz2", "bzip2" -> BZIP2;
      case "sz", "snappy" -> SNAPPY;
      case "deflate", "zlib", "zz" -> DEFLATE;
      default -> NONE;
    };
  }
}
