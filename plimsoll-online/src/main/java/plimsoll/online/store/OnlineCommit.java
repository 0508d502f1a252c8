package plimsoll.online.store;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import plimsoll.error.ErrorCode;
import plimsoll.online.write.StagedLoad;

/**
 * What one commit brings.
 *
 * @param number its number, from 1
 * @param loads each for another table
 */
public record OnlineCommit(long number, List<StagedLoad> loads) {
  /** Checks that the tables differ. */
  public OnlineCommit {
    loads = List.copyOf(loads);
    Set<UUID> tables = new HashSet<>();
    for (StagedLoad load : loads) {
      if (!tables.add(load.online().id())) {
        throw ErrorCode.BROKEN_INVARIANT.with("two loads of one table under commit " + number);
      }
    }
  }

  /** Bytes of all loads. */
  long bytes() {
    return loads.stream().mapToLong(StagedLoad::bytes).sum();
  }

  /** What is told of it when it was done before, and so many rows were left out. */
  Published repeated(long leftOut) {
    long rows = loads.stream().mapToLong(StagedLoad::rows).sum();
    return new Published(true, rows - leftOut, leftOut);
  }

  /** Whether there is nothing but runs, of so many bytes at most. */
  boolean isSmall(long most) {
    return loads.stream().allMatch(load -> load.files().isEmpty()) && bytes() <= most;
  }
}
