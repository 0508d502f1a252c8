package plimsoll.load;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.flow.Progress;
import plimsoll.model.Fault;
import plimsoll.model.RejectedRow;
import plimsoll.storage.OutputFile;

/**
 * The rejected rows of one load as a file of JSON lines, one object a row, in input order: all of
 * them, or the first ones, as many as may be kept. Created with the first row; counts go on when
 * the file has reached its limit.
 */
final class RejectFile extends OrderedRejects {
  private static final String PREFIX = "error_log_";
  static final String EXTENSION = ".jsonl";
  private static final int ID_DIGITS = 16;
  private static final Pattern NAME =
      Pattern.compile(PREFIX + "[0-7][0-9a-f]{15}_[0-9a-f]{16}\\" + EXTENSION);
  private static final Logger LOG = LoggerFactory.getLogger(RejectFile.class);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BUFFER = 1 << 16;
  private static final int PART_OF_HEAP = 8;

  /** What becomes of the next row. */
  private enum State {
    /** It is kept. */
    OPEN,
    /** As many are kept as were asked for. */
    ENOUGH,
    /** It was to be kept, but there is no room. */
    OVERFLOWED,
    /** Writing failed. */
    BROKEN
  }

  private final Loads.RejectPlace place;
  private final @Nullable InputForm form;
  private final long mostRows;
  private final Outlook outlook;
  private final String name;
  private @Nullable OutputFile file;
  private byte[] buffer = {};
  private int buffered;
  private long kept;
  private volatile State state;
  private boolean finished;
  private boolean mayRemain;

  /** The log of a load with that plan's limits. */
  RejectFile(Loads.RejectPlace place, long loadId, LoadPlan plan, Progress progress) {
    this(place, loadId, plan.bounds(), plan.form(), Outlook.of(plan), progress);
  }

  /**
   * More bad rows than the bounds bear stop the load, as does an outlook that is lost when no more
   * are kept.
   */
  RejectFile(
      Loads.RejectPlace place,
      long loadId,
      LoadBounds bounds,
      @Nullable InputForm form,
      Outlook outlook,
      Progress progress) {
    super(
        progress,
        bounds.maxErrors(),
        mostHeld(place.mostBytes(), Runtime.getRuntime().maxMemory()));
    this.place = place;
    this.form = form;
    this.mostRows = bounds.keptRejects() < 0 ? Long.MAX_VALUE : bounds.keptRejects();
    this.name = newName(loadId);
    this.outlook = outlook;
    this.state = mostRows == 0 ? State.ENOUGH : State.OPEN;
  }

  /** What waits in memory for its turn: as much as the file may take, as far as there is memory. */
  static long mostHeld(long mostBytes, long heap) {
    return Math.min(mostBytes, heap / PART_OF_HEAP);
  }

  private static String newName(long loadId) {
    long secret = RANDOM.nextLong(); // who knows the name may read the rows
    return String.format(Locale.ROOT, "%s%016x_%016x", PREFIX, loadId, secret);
  }

  /** The name by which a record refers to the file at a path; empty if it is none of these. */
  static Optional<String> name(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return NAME.matcher(file).matches()
        ? Optional.of(file.substring(0, file.length() - EXTENSION.length()))
        : Optional.empty();
  }

  /** Id of the load that made a file of that name. */
  static long loadId(String name) {
    return Long.parseLong(name.substring(PREFIX.length(), PREFIX.length() + ID_DIGITS), 16);
  }

  /** The name that clients ask for it by; null if no row was rejected. */
  synchronized @Nullable String name() {
    return file == null ? null : name;
  }

  /** Whether a file that nothing names may be there, now or after a power cut. */
  synchronized boolean mayRemain() {
    return mayRemain;
  }

  /** How many rows the file has. */
  synchronized long kept() {
    return kept;
  }

  @Override
  void count(Fault fault) {
    // the load's record has the number
  }

  @Override
  boolean wants(Fault fault) {
    return state == State.OPEN;
  }

  @Override
  long mostOfAKind() {
    return mostRows == Long.MAX_VALUE ? LoadBounds.ANY : mostRows;
  }

  @Override
  int mostRaw() {
    return Integer.MAX_VALUE;
  }

  @Override
  boolean keepsMisfits() {
    return false;
  }

  @Override
  void nothingMore() {
    if (state == State.OPEN) { // who asked for few rows has got them, and wants the number of all
      state = State.OVERFLOWED;
    }
  }

  @Override
  void moreComes() {
    if (state == State.OVERFLOWED) { // else all was read when the last row was lost
      stopIfLost();
    }
  }

  @Override
  void append(RejectedRow row) {
    if (state != State.OPEN) {
      return;
    }
    try {
      byte[] line = RejectLines.row(row);
      OutputFile out = file;
      if (out == null) {
        out = place.storage().create(path());
        file = out;
        write(out, RejectLines.first(form));
      } else if (out.position() + buffered + line.length > place.mostBytes()) {
        nothingMore(); // the first row is kept however long it is: it says what is wrong
        return;
      }
      write(out, line);
      kept++;
      state = kept == mostRows ? State.ENOUGH : State.OPEN;
    } catch (IOException e) {
      state = State.BROKEN;
      throw IoFailures.explain(e, place.directory());
    }
  }

  /** A load that cannot pass went on to keep its bad rows, which is over now. */
  private void stopIfLost() {
    String why = outlook.lost(progress);
    if (why != null) {
      progress.stop(
          ErrorCode.TOO_MANY_FILTERED
              .with()
              .showing(stoppedEarly(why + ". Only the first " + keptRows() + " kept.")));
    }
  }

  private String keptRows() {
    return kept == 1 ? "bad row is" : kept + " bad rows are";
  }

  private void write(OutputFile out, byte[] line) throws IOException {
    if (buffered + line.length > buffer.length) {
      flush(out);
    }
    if (line.length > BUFFER) {
      out.write(line, 0, line.length);
      return;
    }
    buffer = buffer.length == 0 ? new byte[BUFFER] : buffer;
    System.arraycopy(line, 0, buffer, buffered, line.length);
    buffered += line.length;
  }

  private void flush(OutputFile out) throws IOException {
    if (buffered > 0) {
      out.write(buffer, 0, buffered);
      buffered = 0;
    }
  }

  /** Makes the file durable, so that the load's record can name it. Again has no effect. */
  synchronized void finish() {
    if (finished) {
      return;
    }
    finished = true;
    try {
      appendRest();
      OutputFile out = file;
      if (out == null || state == State.BROKEN) {
        return;
      }
      flush(out);
      out.sync();
      out.close();
      place.storage().syncDirectory(place.directory());
    } catch (IOException e) {
      state = State.BROKEN;
      throw IoFailures.explain(e, place.directory());
    } finally {
      if (state == State.BROKEN) {
        remove();
      }
    }
  }

  /** A file that ends anywhere, or may not survive, must not be named. */
  private void remove() {
    OutputFile out = file;
    file = null;
    kept = 0;
    mayRemain = true;
    try {
      if (out != null) {
        out.close();
      }
    } catch (IOException e) {
      LOG.debug("Closing {} failed", path(), e); // what led here is being told
    }
    try {
      place.storage().delete(path());
    } catch (IOException e) {
      LOG.debug("Removing {} failed: the next start does it", path(), e);
    }
  }

  private String path() {
    return place.directory() + "/" + name + EXTENSION;
  }
}
