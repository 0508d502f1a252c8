/**
 * Who a client is and what it may do, for every front end.
 *
 * <p>In: user names, passwords, addresses; then names of tables. Out: an account, or a refusal.
 * Start at {@link plimsoll.server.auth.Logins} and {@link plimsoll.server.auth.Guard}. The rights
 * themselves are decided in {@code plimsoll.access}.
 */
@NullMarked
package plimsoll.server.auth;

import org.jspecify.annotations.NullMarked;
