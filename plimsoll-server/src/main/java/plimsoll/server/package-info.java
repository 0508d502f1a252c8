/**
 * The wiring: {@link plimsoll.server.Plimsoll} makes every part and hands each what it needs. Front
 * ends are the packages below.
 */
@NullMarked
package plimsoll.server;

import org.jspecify.annotations.NullMarked;
