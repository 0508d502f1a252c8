/**
 * MySQL's client/server protocol as bytes: packets, messages and values. Knows no session and no
 * account.
 *
 * <p>In: bytes of a socket, cut anywhere, from anyone. Out: whole messages, or a {@link
 * plimsoll.server.mysql.codec.WireException} that says what is wrong with them. Every length is
 * checked against what is there before anything is read or reserved. Start at {@link
 * plimsoll.server.mysql.codec.PacketReader} and {@link plimsoll.server.mysql.codec.PacketWriter}.
 */
@NullMarked
package plimsoll.server.mysql.codec;

import org.jspecify.annotations.NullMarked;
