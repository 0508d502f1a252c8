/** Turns chunks into batches of typed columns; one variant per format, in plimsoll-formats. */
@NullMarked
package plimsoll.pipeline.parse;

import org.jspecify.annotations.NullMarked;
