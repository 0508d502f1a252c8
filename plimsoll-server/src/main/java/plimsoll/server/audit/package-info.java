/**
 * What was done, by whom, from where: one line of JSON for each statement, load and failed login.
 * Start at {@link plimsoll.server.audit.AuditLog}.
 */
@NullMarked
package plimsoll.server.audit;

import org.jspecify.annotations.NullMarked;
