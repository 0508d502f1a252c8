/**
 * A load's life: label, plan, splits, prepare, commit, report. Start at {@link
 * plimsoll.load.Loads}.
 */
@NullMarked
package plimsoll.load;

import org.jspecify.annotations.NullMarked;
