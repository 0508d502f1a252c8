/**
 * Statements of one client, one after the other: text in, rows or a summary out. Every front end
 * that takes SQL runs it here.
 *
 * <p>Start at {@link plimsoll.server.session.SqlSession}; {@link
 * plimsoll.server.session.SqlServices} is what it needs of the rest.
 */
@NullMarked
package plimsoll.server.session;

import org.jspecify.annotations.NullMarked;
