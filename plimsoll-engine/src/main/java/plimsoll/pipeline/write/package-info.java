/** Turns checked batches into staged files; one variant per store (plimsoll-lake). */
@NullMarked
package plimsoll.pipeline.write;

import org.jspecify.annotations.NullMarked;
