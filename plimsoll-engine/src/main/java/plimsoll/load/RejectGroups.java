package plimsoll.load;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;

/** Rejected rows by column and error: exact counts, and the first rows of each. */
final class RejectGroups extends OrderedRejects {
  static final int MOST_FIRST = 20;
  private static final int MOST_RAW = 4096;

  private final Map<Key, Group> groups = new ConcurrentHashMap<>();

  private record Key(String column, ErrorCode error) {}

  private static final class Group {
    final LongAdder count = new LongAdder();
    final List<RejectedRow> first = new ArrayList<>();
    volatile boolean full; // of first rows
  }

  RejectGroups(Progress progress) {
    super(progress);
  }

  @Override
  void count(Fault fault) {
    group(fault).count.increment();
  }

  @Override
  boolean wants(Fault fault) {
    return !group(fault).full;
  }

  @Override
  long mostOfAKind() {
    return MOST_FIRST;
  }

  @Override
  int mostRaw() {
    return MOST_RAW;
  }

  private Group group(Fault fault) {
    return groups.computeIfAbsent(new Key(fault.column(), fault.error()), none -> new Group());
  }

  @Override
  void append(RejectedRow row) {
    Group group = group(row.fault());
    if (!group.full) {
      group.first.add(row);
      group.full = group.first.size() >= MOST_FIRST;
    }
  }

  @Override
  boolean keepsMisfits() {
    return true;
  }

  @Override
  void nothingMore() {
    // the counts go on
  }

  /** All groups, most rows first. For when the workers are done. */
  synchronized List<RejectGroup> groups() {
    appendRest();
    return groups.entrySet().stream()
        .map(each -> group(each.getKey(), each.getValue()))
        .sorted(
            Comparator.comparingLong(RejectGroup::count)
                .reversed()
                .thenComparing(RejectGroup::column)
                .thenComparing(RejectGroup::error))
        .toList();
  }

  private static RejectGroup group(Key key, Group group) {
    return new RejectGroup(key.column(), key.error(), group.count.sum(), group.first);
  }
}
