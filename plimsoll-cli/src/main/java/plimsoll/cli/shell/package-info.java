/**
 * The interactive shell of {@code plimsoll sql}: editing, history, statements over several lines.
 *
 * <p>In: what somebody types. Out: answers as tables. Start at {@link plimsoll.cli.shell.Shell}.
 */
@NullMarked
package plimsoll.cli.shell;

import org.jspecify.annotations.NullMarked;
