/**
 * What Plimsoll does on this machine, in figures: against DuckDB, with small loads, under kill -9.
 *
 * <p>Drives the real program from outside, by HTTP and the command line, as a user would. Start at
 * {@link plimsoll.bench.Bench}. May use everything; nothing may use it.
 */
@NullMarked
package plimsoll.bench;

import org.jspecify.annotations.NullMarked;
