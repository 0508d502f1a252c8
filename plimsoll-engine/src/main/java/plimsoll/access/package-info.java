/**
 * Who may do what: accounts and how their passwords are proven, privileges, roles, grants.
 *
 * <p>In: statements about users, and the questions of every front end. Out: yes, or a refusal in
 * StarRocks' words. Start at {@link plimsoll.access.AccessControl}; {@link
 * plimsoll.access.AccessBook} is all that is known at one moment and decides, {@link
 * plimsoll.access.Accounts} is where it is kept. Imports {@code model} and {@code error} only.
 */
@NullMarked
package plimsoll.access;

import org.jspecify.annotations.NullMarked;
