package plimsoll.online.sort;

/**
 * Entries of a run that follow each other.
 *
 * @param path the run
 * @param start where the first one begins
 * @param end where the last one ends
 */
public record Section(String path, long start, long end) {
  long bytes() {
    return end - start;
  }
}
