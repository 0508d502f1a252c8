/**
 * Fuzz targets: each takes any bytes and fails if a decoder or parser of Plimsoll does anything but
 * give a value or its own documented refusal.
 *
 * <p>In: bytes from Jazzer, or from {@code plimsoll-fuzz/corpus}, which every test run replays.
 * Out: nothing, or the exception that is a finding. Start at {@link plimsoll.fuzz.Target}.
 */
@NullMarked
package plimsoll.fuzz;

import org.jspecify.annotations.NullMarked;
