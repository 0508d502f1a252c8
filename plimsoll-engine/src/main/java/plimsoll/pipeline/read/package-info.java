/**
 * Turns sources into chunks of whole records. In: files, request bodies. Out: {@link
 * plimsoll.flow.Chunk}.
 */
@NullMarked
package plimsoll.pipeline.read;

import org.jspecify.annotations.NullMarked;
