/**
 * Finds out how an unknown CSV file is written and what its columns hold, from its first bytes.
 *
 * <p>In: bytes of one input. Out: options for the reader, names and types. Start at {@link
 * plimsoll.formats.csv.guess.CsvGuess}. A guess is an offer: whoever knows better says so.
 */
@NullMarked
package plimsoll.formats.csv.guess;

import org.jspecify.annotations.NullMarked;
