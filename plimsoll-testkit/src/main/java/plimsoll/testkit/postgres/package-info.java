/** A real PostgreSQL for tests. Start at {@link plimsoll.testkit.postgres.PostgresServer}. */
@NullMarked
package plimsoll.testkit.postgres;

import org.jspecify.annotations.NullMarked;
