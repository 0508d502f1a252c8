package plimsoll.pipeline.write;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import plimsoll.model.Batch;
import plimsoll.model.Staged;
import plimsoll.model.Table;

/** Writes each row into both stores. */
public final class BothWriters implements StoreWriter {
  private final StoreWriter offline;
  private final StoreWriter online;
  private final OnlineSide side;

  /** Owns both writers; the second is that side's. */
  public BothWriters(StoreWriter offline, StoreWriter online, OnlineSide side) {
    this.offline = offline;
    this.online = online;
    this.side = side;
  }

  /** What one worker staged in each. */
  public record StagedBoth(Staged offline, Staged online) implements Staged {
    @Override
    public Table table() {
      return offline.table();
    }

    @Override
    public long rows() {
      return offline.rows();
    }

    @Override
    public long bytes() {
      return offline.bytes() + online.bytes();
    }

    @Override
    public List<String> paths() {
      return Stream.concat(offline.paths().stream(), online.paths().stream()).toList();
    }
  }

  @Override
  public void write(Batch batch) throws IOException {
    offline.write(batch);
    online.write(batch);
  }

  @Override
  public long bufferedBytes() {
    return offline.bufferedBytes() + online.bufferedBytes();
  }

  @Override
  public void flush() throws IOException {
    offline.flush();
    online.flush();
  }

  @Override
  public Staged finish(Pressure pressure) throws IOException {
    Staged rows = online.finish(pressure);
    try {
      return new StagedBoth(offline.finish(pressure), rows);
    } catch (IOException | RuntimeException | Error e) {
      discard(rows, e); // the writer that staged it knows it no more
      throw e;
    }
  }

  private void discard(Staged staged, Throwable failure) {
    try {
      side.discard(staged);
    } catch (IOException e) {
      failure.addSuppressed(e); // the next start sweeps what is left
    }
  }

  @Override
  public void close() throws IOException {
    try (offline) {
      online.close();
    }
  }
}
