package plimsoll.cli;

import java.time.Duration;
import java.util.Locale;
import plimsoll.cli.client.LoadOutcome;
import plimsoll.cli.terminal.Units;

/** What an import did so far. */
final class ImportSum {
  private final int files;
  private final long begin = System.nanoTime();
  private int done;
  private int skipped;
  private long rows;
  private long filtered;
  private long unselected;

  /** Nothing yet, of so many files. */
  ImportSum(int files) {
    this.files = files;
  }

  /** A file was loaded. */
  void add(LoadOutcome outcome) {
    done++;
    rows += outcome.loaded();
    filtered += outcome.filtered();
    unselected += outcome.unselected();
  }

  /** A file was loaded before. */
  ImportSum skipped() {
    done++;
    skipped++;
    return this;
  }

  /** A file has no rows. */
  ImportSum empty() {
    done++;
    return this;
  }

  /** Which file it is, of how many. */
  String place() {
    return String.format(Locale.ROOT, "[%d/%d] ", done, files);
  }

  /** All of it. */
  String text() {
    return Units.counted(rows, "row")
        + " loaded, "
        + Units.count(filtered)
        + " filtered"
        + (unselected == 0 ? "" : ", " + Units.count(unselected) + " left out")
        + ", from "
        + Units.counted(files - skipped, "file")
        + " in "
        + Units.time(Duration.ofNanos(System.nanoTime() - begin))
        + (skipped == 0 ? "" : "; " + Units.count(skipped) + " were loaded before");
  }
}
