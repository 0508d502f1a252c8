/** Checks batches against the table: NOT NULL, lengths. What fails becomes a rejected row. */
@NullMarked
package plimsoll.pipeline.check;

import org.jspecify.annotations.NullMarked;
