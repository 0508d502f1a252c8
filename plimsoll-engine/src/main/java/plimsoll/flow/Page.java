package plimsoll.flow;

/**
 * A page of a Parquet file, as it was when it was read.
 *
 * @param kind what is in it
 * @param encoding name of its values' encoding, as {@code PLAIN}
 * @param values how many, NULLs included; of a dictionary its entries
 * @param levelBytes bytes of definition levels in front of what is compressed; only of version 2
 * @param packed whether what follows these is compressed
 * @param length bytes in the file, without the header
 * @param unpackedLength how many they become
 * @param position where they begin
 * @param checksum CRC-32 of them
 */
public record Page(
    Kind kind,
    String encoding,
    int values,
    int levelBytes,
    boolean packed,
    int length,
    int unpackedLength,
    long position,
    int checksum) {
  /** Kinds of pages. */
  public enum Kind {
    /** The values that other pages of the column refer to by number. */
    DICTIONARY,
    /** Levels and values, compressed as one. */
    VERSION_1,
    /** Levels, which are never compressed, then values. */
    VERSION_2
  }
}
