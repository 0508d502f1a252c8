package plimsoll.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.flow.LongRows;
import plimsoll.flow.PageGroup;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.pipeline.check.Checks;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.write.GroupWriter;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.pipeline.write.WriteMemory;

/**
 * One worker's way from bytes to staged files; nothing else moves rows, but {@link PageRun}, which
 * goes ahead where pages can stay as they are.
 */
final class SplitRun {
  private final BatchSource rows;
  private final Mapping mapping;
  private final Schema schema;
  private final Writers writers;
  private final RejectLog rejects;
  private final Progress progress;

  /** Opens the writer when the first row comes, so that a load without rows leaves no file. */
  interface Writers {
    StoreWriter open() throws IOException;
  }

  SplitRun(
      BatchSource rows,
      Mapping mapping,
      Schema schema,
      Writers writers,
      RejectLog rejects,
      Progress progress) {
    this.rows = rows;
    this.mapping = mapping;
    this.schema = schema;
    this.writers = writers;
    this.rejects = rejects;
    this.progress = progress;
  }

  /**
   * Runs to the end of the source; empty if no row was left to write.
   *
   * @param share the memory that this worker was let in with
   */
  Optional<Staged> run(WriteMemory.Share share) throws IOException {
    Checks checks = new Checks(schema);
    LongRows longRows = longRows(share);
    try (Output output = new Output();
        BatchSource.Reader reader = rows.newReader(rejects, progress, longRows)) {
      PageRun pages = new PageRun(mapping, checks, progress, stages(share, output));
      for (Batch batch = next(pages, reader, share);
          batch.rows() > 0;
          batch = next(pages, reader, share)) {
        progress.checkStopped();
        mapping.map(batch);
        checks.check(batch, reader);
        if (batch.rows() > 0) {
          output.write(batch);
          progress.loaded(batch.rows());
        }
        account(share, reader, output);
      }
      progress.checkStopped();
      return output.finish(() -> account(share, reader, output));
    }
  }

  /** The next rows, once all in front of them are taken over that can be as pages. */
  private Batch next(PageRun pages, BatchSource.Reader reader, WriteMemory.Share share)
      throws IOException {
    share.beforeReading(progress);
    pages.run(reader);
    Batch batch = reader.next();
    share.afterReading();
    return batch;
  }

  private static void account(WriteMemory.Share share, BatchSource.Reader reader, Output output)
      throws IOException {
    account(share, reader.bufferedBytes(), output);
  }

  private static void account(WriteMemory.Share share, long reading, Output output)
      throws IOException {
    if (share.holds(reading + output.bufferedBytes())) {
      output.flush();
      share.holds(reading + output.bufferedBytes());
    }
  }

  private PageRun.Stages stages(WriteMemory.Share share, Output output) {
    return new PageRun.Stages() {
      @Override
      public @Nullable GroupWriter writer(PageGroup group) throws IOException {
        return output.pages(group);
      }

      @Override
      public void taken(long rows) {
        output.took();
        progress.loaded(rows);
      }

      @Override
      public void beforeReading() {
        share.beforeReading(progress);
      }

      @Override
      public void afterReading() {
        share.afterReading();
      }

      @Override
      public void account(long bytes) throws IOException {
        SplitRun.account(share, bytes, output);
      }
    };
  }

  private LongRows longRows(WriteMemory.Share share) {
    return new LongRows() {
      @Override
      public void begin() {
        share.heavy(progress);
      }

      @Override
      public void end() {
        share.light();
      }
    };
  }

  /** The writer, once there may be a row for it. */
  private final class Output implements Closeable {
    private @Nullable StoreWriter writer;
    private boolean hasRows;

    void write(Batch batch) throws IOException {
      hasRows = true;
      opened().write(batch);
    }

    /** What takes a row group over, which need not come to that. */
    @Nullable GroupWriter pages(PageGroup group) throws IOException {
      return opened().pages(group);
    }

    void took() {
      hasRows = true;
    }

    private StoreWriter opened() throws IOException {
      StoreWriter opened = writer;
      if (opened == null) {
        opened = writers.open();
        writer = opened;
      }
      return opened;
    }

    long bufferedBytes() {
      return writer == null ? 0 : writer.bufferedBytes();
    }

    void flush() throws IOException {
      if (writer != null) {
        writer.flush();
      }
    }

    Optional<Staged> finish(StoreWriter.Pressure pressure) throws IOException {
      return writer == null || !hasRows ? Optional.empty() : Optional.of(writer.finish(pressure));
    }

    /** After finish() there is nothing left to drop; before, the failure that led here counts. */
    @Override
    public void close() throws IOException {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
