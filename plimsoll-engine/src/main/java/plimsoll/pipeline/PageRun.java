package plimsoll.pipeline;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.flow.PageGroup;
import plimsoll.flow.Progress;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.pipeline.check.Checks;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.write.GroupWriter;

/**
 * One worker's short way: row groups whose pages the store can keep. Every row goes through the
 * stages that others go through; if one is bad, nothing was done, and the rows come as batches.
 */
final class PageRun {
  private final Mapping mapping;
  private final Checks checks;
  private final Progress progress;
  private final Stages stages;

  /** What the worker does around each batch, and where rows go. */
  interface Stages {
    /** What takes the group over; null if the store cannot. */
    @Nullable GroupWriter writer(PageGroup group) throws IOException;

    /** So many rows went there. */
    void taken(long rows);

    /** May wait for memory. */
    void beforeReading();

    void afterReading();

    /** So much is held beside what the writer holds. */
    void account(long bytes) throws IOException;
  }

  PageRun(Mapping mapping, Checks checks, Progress progress, Stages stages) {
    this.mapping = mapping;
    this.checks = checks;
    this.progress = progress;
    this.stages = stages;
  }

  /** Takes over row groups up to the first one that has to come as batches, while it may read. */
  void run(BatchSource.Reader reader) throws IOException {
    PageGroup group = reader.nextPages();
    while (group != null) {
      stages.afterReading();
      boolean taken = take(group);
      stages.beforeReading();
      group = taken ? reader.nextPages() : null;
    }
  }

  private boolean take(PageGroup group) throws IOException {
    GroupWriter writer = stages.writer(group);
    if (writer == null || !addAll(group, writer)) {
      group.refused();
      return false;
    }
    writer.finish(progress::checkStopped);
    group.taken();
    stages.taken(group.rows());
    return true;
  }

  /** Whether all rows are good, and their pages can be kept. */
  private boolean addAll(PageGroup group, GroupWriter writer) throws IOException {
    for (Batch batch = next(group); batch != null; batch = next(group)) {
      progress.checkStopped();
      if (batch.rows() == 0) {
        return true;
      }
      if (!isGood(batch) || !writer.add(batch)) {
        return false;
      }
      stages.account(group.bufferedBytes() + writer.bufferedBytes());
    }
    return false;
  }

  private @Nullable Batch next(PageGroup group) throws IOException {
    stages.beforeReading();
    Batch batch = group.next();
    stages.afterReading();
    return batch;
  }

  private boolean isGood(Batch batch) {
    int rows = batch.rows();
    mapping.map(batch);
    checks.check(batch, Unheard.READER);
    return batch.rows() == rows;
  }

  /** Bad rows are told when they come again, as batches. */
  private enum Unheard implements BatchSource.Reader {
    READER;

    @Override
    public Batch next() {
      return Batch.EMPTY;
    }

    @Override
    public void reject(int record, Fault fault) {}

    @Override
    public void close() {}
  }
}
