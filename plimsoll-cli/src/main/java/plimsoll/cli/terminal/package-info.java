/**
 * What a person sees while a command runs: the streams, a progress line, numbers with units.
 *
 * <p>In: figures of a running load. Out: text on standard error. Start at {@link
 * plimsoll.cli.terminal.Terminal}. Uses the JDK only.
 */
@NullMarked
package plimsoll.cli.terminal;

import org.jspecify.annotations.NullMarked;
