/**
 * Finds what a crash can break: numbers every write of a program, stops it at each in turn, and
 * asks what is left.
 *
 * <p>In: a {@link plimsoll.testkit.crash.CrashScenario}. Out: violations, each with the trace that
 * led to it. Start at {@link plimsoll.testkit.crash.CrashSearch}.
 */
@NullMarked
package plimsoll.testkit.crash;

import org.jspecify.annotations.NullMarked;
