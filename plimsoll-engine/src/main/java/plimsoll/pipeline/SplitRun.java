package plimsoll.pipeline;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Schema;
import plimsoll.model.Staged;
import plimsoll.pipeline.check.Checks;
import plimsoll.pipeline.map.Mapping;
import plimsoll.pipeline.write.StoreWriter;
import plimsoll.pipeline.write.WriteMemory;

/** One worker's way from bytes to staged files; nothing else moves rows. */
final class SplitRun {
  private final BatchSource rows;
  private final Mapping mapping;
  private final Schema schema;
  private final Writers writers;
  private final RejectLog rejects;
  private final Progress progress;
  private final WriteMemory memory;

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
      Progress progress,
      WriteMemory memory) {
    this.rows = rows;
    this.mapping = mapping;
    this.schema = schema;
    this.writers = writers;
    this.rejects = rejects;
    this.progress = progress;
    this.memory = memory;
  }

  /** Runs to the end of the source; empty if no row was left to write. */
  Optional<Staged> run() throws IOException {
    Checks checks = new Checks(schema);
    Output output = null;
    try (BatchSource.Reader reader = rows.newReader(rejects, progress)) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        progress.checkStopped();
        mapping.map(batch);
        checks.check(batch, reader);
        if (batch.rows() > 0) {
          output = output == null ? new Output(memory.enter(progress)) : output;
          output.write(batch);
          progress.loaded(batch.rows());
        }
      }
      progress.checkStopped();
      return output == null ? Optional.empty() : Optional.of(output.finish());
    } finally {
      close(output);
    }
  }

  private static void close(@Nullable Output output) throws IOException {
    if (output != null) {
      output.close();
    }
  }

  /** The writer, with its share of the memory that all writers have. */
  private final class Output implements Closeable {
    private final WriteMemory.Share share;
    private @Nullable StoreWriter writer;

    Output(WriteMemory.Share share) {
      this.share = share;
    }

    void write(Batch batch) throws IOException {
      StoreWriter opened = writer();
      opened.write(batch);
      if (share.holds(opened.bufferedBytes())) {
        opened.flush();
        share.holds(opened.bufferedBytes());
      }
    }

    private StoreWriter writer() throws IOException {
      StoreWriter opened = writer;
      if (opened == null) {
        opened = writers.open();
        writer = opened;
      }
      return opened;
    }

    Staged finish() throws IOException {
      return writer().finish();
    }

    /** After finish() there is nothing left to drop; before, the failure that led here counts. */
    @Override
    public void close() throws IOException {
      try {
        if (writer != null) {
          writer.close();
        }
      } finally {
        share.close();
      }
    }
  }
}
