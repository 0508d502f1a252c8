/**
 * Turns rows of an answer into text: a table for people, CSV and JSON lines for programs.
 *
 * <p>In: columns, then rows of Java values. Out: text on a stream. Start at {@link
 * plimsoll.cli.render.RowWriter}. Knows nothing of where rows come from.
 */
@NullMarked
package plimsoll.cli.render;

import org.jspecify.annotations.NullMarked;
