package plimsoll.server.schema;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import plimsoll.commit.LoadFilter;
import plimsoll.error.ErrorCode;
import plimsoll.load.RunningLoad;
import plimsoll.model.LoadRecord;
import plimsoll.server.auth.Guard;

/** Loads that run and records of those that ended, as far as one user may see them. */
public final class VisibleLoads {
  /** Loads that a statement gives at most; one that needs more must say which it wants. */
  public static final int MOST = 100_000;

  /** Records that are in memory before it is known whether they may be seen. */
  private static final int PAGE = 2000;

  private final Sources sources;
  private final Guard guard;

  /** Those that the user whom {@code guard} stands before may see. */
  public VisibleLoads(Sources sources, Guard guard) {
    this.sources = sources;
    this.guard = guard;
  }

  /** Gives all that a filter admits, each once: what ended, latest start first, then what runs. */
  public void each(LoadFilter filter, Consumer<LoadRecord> sink) {
    Map<Long, LoadRecord> running = new LinkedHashMap<>();
    sources.loads().running().all().stream()
        .map(RunningLoad::record)
        .filter(filter::admits)
        .forEach(load -> running.put(load.id(), load));
    Consumer<LoadRecord> visible =
        load -> {
          if (guard.manages(load)) {
            sink.accept(load);
          }
        };
    ended(
        filter,
        load -> {
          running.remove(load.id()); // it ended between the two looks
          visible.accept(load);
        });
    running.values().forEach(visible);
  }

  private void ended(LoadFilter filter, Consumer<LoadRecord> sink) {
    List<LoadRecord> page = sources.metastore().findLoads(filter, PAGE);
    page.forEach(sink);
    while (page.size() == PAGE) {
      page = sources.metastore().findLoads(filter.behind(page.get(PAGE - 1)), PAGE);
      page.forEach(sink);
    }
  }

  /**
   * REFUSED if there are more than {@link #MOST}.
   *
   * @param which what to write in the statement to get fewer
   */
  public static void requireFew(int loads, String which) {
    if (loads > MOST) {
      throw ErrorCode.REFUSED.with(
          "More than " + MOST + " loads are recorded. Say which to read: " + which + ".");
    }
  }
}
