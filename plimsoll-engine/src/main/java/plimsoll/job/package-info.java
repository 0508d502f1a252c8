/**
 * Statements that run without a client waiting for them: what is remembered of each, and who runs
 * them. A job is durable before its client hears of it; one that a stop of the server cut off runs
 * again, unless its load had been committed.
 */
@NullMarked
package plimsoll.job;

import org.jspecify.annotations.NullMarked;
