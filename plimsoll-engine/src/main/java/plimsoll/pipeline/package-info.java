/**
 * The way of one split: read, parse, map, check, write. Start at {@link
 * plimsoll.pipeline.SplitRun}.
 */
@NullMarked
package plimsoll.pipeline;

import org.jspecify.annotations.NullMarked;
