package plimsoll.load;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.flow.RowBytes;
import plimsoll.lake.io.NowhereStorage;
import plimsoll.model.Fault;

/** Rejected rows of two chunks, brought into order and written to nowhere: nanoseconds a row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class KeepRejects {
  private static final int ROWS = 20_000;
  private static final long MOST_BYTES = 64L << 20;
  private static final Fault FAULT =
      new Fault(ErrorCode.BAD_VALUE, "Value 'x' is out of range. The type of 'n' is INT", "n", "x");

  /** How many are kept: all, or none, which are counted only. */
  @Param({"-1", "0"})
  public long kept;

  private final byte[] row =
      "155190|7706|1|17|21168.23|0.04|0.02|N|O|1996-03-13|1996-02-12|1996-03-22|a comment"
          .getBytes(StandardCharsets.US_ASCII);

  /** A whole log; how many bad rows the load has. */
  @Benchmark
  @OperationsPerInvocation(ROWS)
  public long keep() {
    Progress progress = new Progress();
    LoadBounds bounds = LoadBounds.within(Duration.ofHours(1)).keepingRejects(kept).bearing(1);
    RejectFile log =
        new RejectFile(
            new Loads.RejectPlace(new NowhereStorage(), "/rejects", MOST_BYTES),
            1,
            bounds,
            null,
            new Outlook(1, null, null),
            progress);
    RejectLog.ChunkRejects first = log.chunk(0, "file.csv", true);
    RejectLog.ChunkRejects second = log.chunk(1, "file.csv", false);
    reject(second); // waits for the first
    reject(first);
    log.finish();
    return progress.filtered();
  }

  private void reject(RejectLog.ChunkRejects chunk) {
    for (int i = 0; i < ROWS / 2; i++) {
      chunk.reject(i, (long) i * row.length, FAULT, new RowBytes(row, 0, row.length));
    }
    chunk.close(ROWS / 2);
  }
}
