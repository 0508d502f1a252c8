/**
 * MySQL's ways to prove a password, as exchanges of messages: {@code mysql_native_password} and
 * {@code caching_sha2_password}.
 *
 * <p>In: what the client sent. Out: what to send next, and in the end accepted or refused. Start at
 * {@link plimsoll.server.mysql.auth.Login}. Nothing here tells a name that does not exist from a
 * wrong password.
 */
@NullMarked
package plimsoll.server.mysql.auth;

import org.jspecify.annotations.NullMarked;
