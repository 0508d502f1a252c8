package plimsoll.cli.terminal;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/** One line about a running load, redrawn in place until closed; then it is wiped away. */
public final class ProgressLine implements AutoCloseable {
  private static final long FIRST_MILLIS = 200; // a load that is done by then needs no line
  private static final long EVERY_MILLIS = 100;
  private static final int BAR_WIDTH = 20;
  private static final String WIPE = "\r\033[K";

  private final PrintStream to;
  private final String name;
  private final Meter meter;
  private final LongSupplier nanoClock;
  private final long started;
  private final Timer timer = new Timer("progress", true);
  private boolean closed;

  private ProgressLine(PrintStream to, String name, Meter meter, LongSupplier nanoClock) {
    this.to = to;
    this.name = name;
    this.meter = meter;
    this.nanoClock = nanoClock;
    this.started = nanoClock.getAsLong();
  }

  /**
   * Starts drawing.
   *
   * @param name what is loaded, at the start of the line
   */
  public static ProgressLine start(PrintStream to, String name, Meter meter) {
    ProgressLine line = new ProgressLine(to, name, meter, System::nanoTime);
    line.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            line.draw();
          }
        },
        FIRST_MILLIS,
        EVERY_MILLIS);
    return line;
  }

  private synchronized void draw() {
    if (!closed) {
      to.print(WIPE + text(name, meter, Duration.ofNanos(nanoClock.getAsLong() - started)));
      to.flush();
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
    if (meter.rows() >= 0) {
      line.append(Units.counted(meter.rows(), "row"))
          .append(", ")
          .append(Units.count(Math.round(meter.rows() / seconds)))
          .append(" rows/s, ");
    }
    line.append(Units.bytes(Math.round(bytes / seconds))).append("/s");
    if (meter.filtered() > 0) {
      line.append(", ").append(Units.count(meter.filtered())).append(" rejected");
    }
    if (total > bytes && bytes > 0) {
      Duration left = Duration.ofMillis(Math.round((total - bytes) * seconds * 1000 / bytes));
      line.append(", ").append(Units.time(left)).append(" left");
    }
    return line.toString();
  }

  @Override
  public synchronized void close() {
    closed = true;
    timer.cancel();
    to.print(WIPE);
    to.flush();
  }
}
