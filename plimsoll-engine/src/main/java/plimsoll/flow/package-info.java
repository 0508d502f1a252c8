/**
 * What stages hand each other, and whom they report to: bytes cut at records ({@link
 * plimsoll.flow.Chunk}), rows as batches ({@link plimsoll.flow.BatchSource}), bad rows and
 * progress. Knows no stage.
 */
@NullMarked
package plimsoll.flow;

import org.jspecify.annotations.NullMarked;
