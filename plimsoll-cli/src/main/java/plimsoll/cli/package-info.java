/**
 * The {@code plimsoll} command.
 *
 * <p>In: arguments, standard input, a data directory or the server that holds it. Out: text for
 * people, {@code --json} for programs, and an exit code by who can act on a failure. Start at
 * {@link plimsoll.cli.Main}. Class loading is most of a short command's time, so a command touches
 * only what it needs.
 */
@NullMarked
package plimsoll.cli;

import org.jspecify.annotations.NullMarked;
