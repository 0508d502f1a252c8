/**
 * Where commands do their work: in this process, which then holds the data directory, or through
 * the server that holds it already.
 *
 * <p>In: statements and load requests. Out: rows and outcomes, the same from both. Start at {@link
 * plimsoll.cli.client.Client}.
 */
@NullMarked
package plimsoll.cli.client;

import org.jspecify.annotations.NullMarked;
