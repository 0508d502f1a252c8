/**
 * Compressions of inputs. In: a packed stream. Out: the same unpacked, or why it is damaged. Start
 * at {@link plimsoll.formats.compression.Codecs}.
 */
@NullMarked
package plimsoll.formats.compression;

import org.jspecify.annotations.NullMarked;
