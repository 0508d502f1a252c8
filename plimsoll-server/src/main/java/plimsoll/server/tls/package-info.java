/**
 * The server's key and certificate for TLS: the ones it was given, or self-signed ones of its own.
 * Start at {@link plimsoll.server.tls.ServerKeys}.
 */
@NullMarked
package plimsoll.server.tls;

import org.jspecify.annotations.NullMarked;
