/**
 * Who may come in: accounts and their passwords, for every front end.
 *
 * <p>Start at {@link plimsoll.server.auth.Accounts}. Passwords are kept only as hashes.
 */
@NullMarked
package plimsoll.server.auth;

import org.jspecify.annotations.NullMarked;
