/** Text to typed values, without objects. Start at {@link plimsoll.convert.ValueReader}. */
@NullMarked
package plimsoll.convert;

import org.jspecify.annotations.NullMarked;
