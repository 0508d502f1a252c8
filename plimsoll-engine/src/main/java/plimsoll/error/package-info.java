/**
 * The catalogue of failures. Start at {@link plimsoll.error.ErrorCode}. Imports nothing of ours.
 */
@NullMarked
package plimsoll.error;

import org.jspecify.annotations.NullMarked;
