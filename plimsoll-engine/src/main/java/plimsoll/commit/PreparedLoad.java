package plimsoll.commit;

import java.util.List;
import plimsoll.model.LoadRecord;

/**
 * A load whose files are staged and synced: all that is left is the commit.
 *
 * @param record as it will be stored; {@code VISIBLE} once committed
 * @param work one entry per table
 */
public record PreparedLoad(LoadRecord record, List<TableWork> work) {}
