/**
 * From staged files to visible rows: group commit, label records, recovery. Start at {@link
 * plimsoll.commit.GroupCommit}.
 */
@NullMarked
package plimsoll.commit;

import org.jspecify.annotations.NullMarked;
