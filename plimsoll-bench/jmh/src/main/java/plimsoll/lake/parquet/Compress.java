package plimsoll.lake.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import plimsoll.flow.ByteSink;

/** A page of 1 MiB of texts, compressed: microseconds a page. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class Compress {
  private static final int PAGE = 1 << 20;

  /** Codec and level, as a table's property names them. */
  @Param({"snappy", "zstd(1)", "zstd(3)"})
  public String codec = "";

  private final ByteSink page = new ByteSink();
  private final ByteSink out = new ByteSink();
  private Compressor compressor;

  /** Makes a page. */
  @Setup
  public void prepare() {
    compressor = new Compressor(PageCompression.of(Map.of("compression", codec)));
    SplittableRandom random = new SplittableRandom(5);
    while (page.size < PAGE) {
      byte[] text =
          ("some words " + random.nextInt(1000) + " and more of them; ")
              .getBytes(StandardCharsets.US_ASCII);
      page.put(text, 0, text.length);
    }
  }

  /** One page. */
  @Benchmark
  public int compress() throws IOException {
    out.clear();
    return compressor.compress(page, out);
  }

  /** Frees the native context. */
  @TearDown
  public void close() {
    compressor.close();
  }
}
