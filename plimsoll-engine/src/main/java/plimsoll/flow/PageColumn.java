package plimsoll.flow;

import java.util.Set;

/**
 * How a column of a row group lies in its file, in the words of the Parquet format.
 *
 * @param physical name of the physical type, as {@code INT64}
 * @param length bytes of each value, where all are of one length; else 0
 * @param nullable whether its pages have definition levels
 * @param codec name of what its pages are compressed by, as {@code ZSTD}
 * @param encodings names of those that its pages may have, as the file's footer says
 */
public record PageColumn(
    String physical, int length, boolean nullable, String codec, Set<String> encodings) {
  /** Copies the set. */
  public PageColumn {
    encodings = Set.copyOf(encodings);
  }
}
