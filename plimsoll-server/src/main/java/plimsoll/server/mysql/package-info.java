/**
 * The MySQL front end: connections of MySQL's clients, their logins, commands and results.
 *
 * <p>In: sockets. Out: statements for {@link plimsoll.server.session.SqlSession}, and its results
 * as packets. Event loops only move bytes; whatever may take time runs on a worker, and a worker
 * waits for a slow client only so long. Start at {@link plimsoll.server.mysql.MySqlServer}, then
 * {@link plimsoll.server.mysql.ClientConnection}.
 */
@NullMarked
package plimsoll.server.mysql;

import org.jspecify.annotations.NullMarked;
