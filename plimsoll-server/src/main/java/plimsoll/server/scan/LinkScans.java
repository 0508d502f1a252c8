package plimsoll.server.scan;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.flow.Progress;
import plimsoll.lake.parquet.SingleFile;
import plimsoll.load.LoadBounds;
import plimsoll.load.LoadPlan;
import plimsoll.load.LoadPlanner;
import plimsoll.load.LoadRequest;
import plimsoll.load.PlannedRows;
import plimsoll.load.Requester;
import plimsoll.model.Batch;
import plimsoll.model.Label;
import plimsoll.model.LoadKind;
import plimsoll.model.SoftLinks;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.pipeline.write.Destination;
import plimsoll.pipeline.write.StoreWriter;

/**
 * Soft links of tables for queries: what LOAD DATA would load from their files now, by the same
 * readers and options.
 */
public final class LinkScans {
  private static final Duration CHECK = Duration.ofMinutes(5);

  private final LoadPlanner planner;
  private final PlannedRows rows;
  private final ScanDirectory directory;

  /** Keeps rows in that directory while they are read. */
  public LinkScans(LoadPlanner planner, PlannedRows rows, ScanDirectory directory) {
    this.planner = planner;
    this.rows = rows;
    this.directory = directory;
  }

  /**
   * All rows of a table's links.
   *
   * @param files finds the files of a path
   * @throws plimsoll.error.PlimsollException FILE_NOT_FOUND and its like; LINK_UNREADABLE for rows
   *     that are bad
   */
  public ScannedRows open(
      Table table, SoftLinks links, Function<String, FilesSource> files, ScanLimit limit) {
    List<String> written = new ArrayList<>();
    AtomicLong bytes = new AtomicLong();
    Scratch scratch = new Scratch(table, limit, bytes);
    Progress progress = new Progress();
    try {
      for (String path : links.paths()) {
        LoadPlan plan = plan(table, links, files.apply(path), limit);
        limit.whileReading(
            progress,
            () -> rows.read(plan, scratch, progress).forEach(one -> written.addAll(one.paths())));
      }
    } catch (RuntimeException | Error e) {
      scratch.discard(written, e);
      throw e;
    }
    return new ScannedRows(directory, written, progress.loaded(), bytes.get(), progress.lenience());
  }

  /**
   * Looks at files as far as a plan of a load does, before they are linked.
   *
   * @param links those that the table has: what comes is read as they are, else as Parquet
   * @throws plimsoll.error.PlimsollException why they cannot be read so
   */
  public void check(Table table, SoftLinks links, FilesSource source) {
    SoftLinks reading = links.isEmpty() ? SoftLinks.PARQUET : links;
    LoadPlan plan = plan(table, reading, source, new ScanLimit(CHECK));
    try {
      plan.rows().close();
    } catch (IOException e) {
      throw IoFailures.explain(e, plan.rows().describe());
    }
  }

  private LoadPlan plan(Table table, SoftLinks links, FilesSource source, ScanLimit limit) {
    LinkReading reading = LinkReading.of(links);
    LoadRequest request =
        new LoadRequest(
                LoadKind.LOAD_DATA,
                Label.generate("link_"),
                table.name(),
                source,
                reading.csv(),
                null,
                reading.badValues(),
                LoadBounds.within(limit.timeout()),
                new Requester("", "local", "", List.of()))
            .of(reading.format());
    return planner.plan(request, table);
  }

  /** Files of one query. */
  private final class Scratch implements Destination {
    private final Table table;
    private final ScanLimit limit;
    private final AtomicLong bytes;

    Scratch(Table table, ScanLimit limit, AtomicLong bytes) {
      this.table = table;
      this.limit = limit;
      this.bytes = bytes;
    }

    @Override
    public StoreWriter writer(int worker) throws IOException {
      String name = directory.newName();
      return new Writer(name, directory.create(name, table.schema()), this);
    }

    @Override
    public void discard(Staged staged) throws IOException {
      for (String path : staged.paths()) {
        directory.delete(path);
      }
    }

    void discard(List<String> paths, Throwable failure) {
      for (String path : paths) {
        try {
          directory.delete(path);
        } catch (IOException e) {
          failure.addSuppressed(e);
        }
      }
    }

    void requireRoom() {
      if (!directory.holds(bytes.get())) {
        throw ErrorCode.REFUSED.with(
            "The files that "
                + table.name()
                + " shows by soft links take more than query_spill_limit here. Load them:"
                + " deep_copy=true.");
      }
    }
  }

  /** One worker's file. */
  private static final class Writer implements StoreWriter {
    private final String name;
    private final SingleFile file;
    private final Scratch scratch;
    private long rows;
    private long told;

    Writer(String name, SingleFile file, Scratch scratch) {
      this.name = name;
      this.file = file;
      this.scratch = scratch;
    }

    @Override
    public void write(Batch batch) throws IOException {
      scratch.limit.check();
      file.write(batch);
      rows += batch.rows();
      tell();
    }

    private void tell() {
      long now = file.writtenBytes();
      scratch.bytes.addAndGet(now - told);
      told = now;
      scratch.requireRoom();
    }

    @Override
    public long bufferedBytes() {
      return file.bufferedBytes();
    }

    @Override
    public void flush() throws IOException {
      file.flush();
    }

    @Override
    public Staged finish(Pressure pressure) throws IOException {
      file.finish();
      tell();
      return new Finished(scratch.table, rows, file.writtenBytes(), List.of(name));
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private record Finished(Table table, long rows, long bytes, List<String> paths)
      implements Staged {}
}
