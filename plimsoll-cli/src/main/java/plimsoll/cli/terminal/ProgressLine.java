package plimsoll.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** One line about what is being loaded, redrawn in place until closed; then it is wiped away. */
public sealed class ProgressLine implements AutoCloseable {
  private static final int BAR_WIDTH = 20;

  private ProgressLine() {}

  /** No line, where nobody would see it. */
  public static ProgressLine none() {
    return new ProgressLine();
  }

  /**
   * Starts drawing.
   *
   * @param name what is loaded, at the start of the line
   */
  public static ProgressLine start(PrintStream to, String name, Meter meter) {
    Drawn line = new Drawn(to, name, meter);
    line.schedule();
    return line;
  }

  /** Prints other lines above it. */
  public void above(Runnable print) {
    print.run();
  }

  @Override
  public void close() {}

  private static final class Drawn extends ProgressLine {
    private static final long FIRST_MILLIS = 200; // a load that is done by then needs no line
    private static final long EVERY_MILLIS = 100;
    private static final String WIPE = "\r\033[K";

    private final PrintStream to;
    private final String name;
    private final Meter meter;
    private final long started = System.nanoTime();
    private final Timer timer = new Timer("progress", true);
    private boolean closed;

    Drawn(PrintStream to, String name, Meter meter) {
      this.to = to;
      this.name = name;
      this.meter = meter;
    }

    void schedule() {
      timer.schedule(
          new TimerTask() {
            @Override
            public void run() {
              draw();
            }
          },
          FIRST_MILLIS,
          EVERY_MILLIS);
    }

    private synchronized void draw() {
      if (!closed) {
        to.print(WIPE + text(name, meter, Duration.ofNanos(System.nanoTime() - started)));
        to.flush();
      }
    }

    @Override
    public synchronized void above(Runnable print) {
      wipe();
      print.run();
    }

    private void wipe() {
      to.print(WIPE);
      to.flush();
    }

    @Override
    public synchronized void close() {
      closed = true;
      timer.cancel();
      wipe();
    }
  }

  /** The line for these figures. */
  static String text(String name, Meter meter, Duration elapsed) {
    StringBuilder line = new StringBuilder(name).append("  ");
    double seconds = Math.max(0.001, elapsed.toNanos() / 1e9);
    long bytes = meter.bytes();
    long total = meter.totalBytes();
    if (total > 0) {
      long most = Math.min(bytes, total);
      int filled = (int) (most * BAR_WIDTH / total);
      line.append('[')
          .append("#".repeat(filled))
          .append("-".repeat(BAR_WIDTH - filled))
          .append("] ")
          .append(most * 100 / total)
          .append("%  ");
    }
    long rows = meter.rows();
    if (rows >= 0) {
      line.append(Units.counted(rows, "row"))
          .append(", ")
          .append(Units.count(Math.round(rows / seconds)))
          .append(" rows/s, ");
    }
    line.append(Units.bytes(Math.round(bytes / seconds))).append("/s");
    long filtered = meter.filtered();
    if (filtered > 0) {
      line.append(", ").append(Units.count(filtered)).append(" rejected");
    }
    if (total > bytes && bytes > 0) {
      Duration left = Duration.ofMillis(Math.round((total - bytes) * seconds * 1000 / bytes));
      line.append(", ").append(Units.time(left)).append(" left");
    }
    return line.toString();
  }
}
