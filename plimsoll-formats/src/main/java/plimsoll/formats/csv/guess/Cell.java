package plimsoll.formats.csv.guess;

/**
 * A field that is not NULL.
 *
 * @param line 1-based line on which its row starts
 * @param text what it says
 */
public record Cell(long line, String text) {}
