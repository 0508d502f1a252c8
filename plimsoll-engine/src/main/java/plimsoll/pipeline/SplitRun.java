package plimsoll.pipeline;

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

/** One worker's way from bytes to staged files; nothing else moves rows. */
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

  /** Runs to the end of the source; empty if no row was left to write. */
  Optional<Staged> run() throws IOException {
    Checks checks = new Checks(schema);
    StoreWriter writer = null;
    try (BatchSource.Reader reader = rows.newReader(rejects, progress)) {
      for (Batch batch = reader.next(); batch.rows() > 0; batch = reader.next()) {
        progress.checkStopped();
        mapping.map(batch);
        checks.check(batch, reader);
        if (batch.rows() > 0) {
          writer = writer == null ? writers.open() : writer;
          writer.write(batch);
          progress.loaded(batch.rows());
        }
      }
      progress.checkStopped();
      return writer == null ? Optional.empty() : Optional.of(writer.finish());
    } finally {
      closeQuietly(writer);
    }
  }

  /** After finish() there is nothing left to drop; before, the failure that led here counts. */
  private static void closeQuietly(@Nullable StoreWriter writer) throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
