package plimsoll.cli;

import java.io.Closeable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.terminal.Meter;

/** How far the files of an import are, together. */
final class ImportMeter implements Meter {
  private final long totalBytes;
  private final Set<Part> running = new HashSet<>();
  private long bytes; // this and the next: of those that have ended
  private long rows;
  private long filtered;
  private boolean knowsRows = true;

  /** Nothing is loaded yet of these. */
  ImportMeter(List<ImportPart> parts) {
    totalBytes = parts.stream().mapToLong(part -> part.file().length()).sum();
  }

  /** A file is being loaded, until that is closed. */
  synchronized Part begin(ImportPart part) {
    Part begun = new Part(part.file().length());
    running.add(begun);
    return begun;
  }

  private synchronized void end(Part part) {
    if (running.remove(part)) {
      bytes += part.fileBytes;
      rows += part.of(Meter::rows);
      filtered += part.of(Meter::filtered);
    }
  }

  private long sum(long ended, ToLongFunction<Meter> figure) {
    return ended + running.stream().mapToLong(part -> part.of(figure)).sum();
  }

  @Override
  public synchronized long bytes() {
    return sum(bytes, Meter::bytes);
  }

  @Override
  public long totalBytes() {
    return totalBytes;
  }

  @Override
  public synchronized long rows() {
    return knowsRows ? sum(rows, Meter::rows) : -1;
  }

  @Override
  public synchronized long filtered() {
    return knowsRows ? sum(filtered, Meter::filtered) : -1;
  }

  /** A file of it. */
  final class Part implements Closeable {
    private final long fileBytes;
    private @Nullable Meter load;

    private Part(long fileBytes) {
      this.fileBytes = fileBytes;
    }

    /** Its load runs, and has these figures. */
    void started(Meter figures) {
      synchronized (ImportMeter.this) {
        load = figures;
        knowsRows &= figures.rows() >= 0;
      }
    }

    private long of(ToLongFunction<Meter> figure) {
      return load == null ? 0 : Math.max(0, figure.applyAsLong(load));
    }

    @Override
    public void close() {
      end(this);
    }
  }
}
