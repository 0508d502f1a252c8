/** Turns parsed columns into table columns: order, defaults, what is missing. */
@NullMarked
package plimsoll.pipeline.map;

import org.jspecify.annotations.NullMarked;
