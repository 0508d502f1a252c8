package plimsoll.pipeline.read;

import com.github.luben.zstd.ZstdOutputStream;
import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Warmup;
import plimsoll.flow.Chunk;
import plimsoll.flow.Progress;
import plimsoll.flow.RecordCutter;
import plimsoll.formats.compression.Codecs;
import plimsoll.model.Compression;

/**
 * 16 MiB of TPC-H's lineitem in memory, read to its end in chunks of whole rows by one worker:
 * copied, digested, and unpacked or converted first.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ReadChunks {
  private static final int TEXT = 16 << 20;
  private static final int LONGEST_ROW = 1 << 20;

  /** How the bytes are packed, or encoded. */
  @Param({"plain", "gzip", "zstd", "utf-16le"})
  public String input = "";

  private byte[] data = {};
  private Decoding decoding = Decoding.PLAIN;

  /** Makes the input. */
  @Setup
  public void prepare() throws IOException {
    boolean converted = input.equals("utf-16le");
    Charset charset = converted ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
    data = packed(text().getBytes(charset));
    Compression compression =
        switch (input) {
          case "gzip" -> Compression.GZIP;
          case "zstd" -> Compression.ZSTD;
          default -> Compression.NONE;
        };
    decoding = new Decoding(compression, charset, new Codecs());
  }

  private static String text() {
    StringBuilder rows = new StringBuilder();
    for (LineItem row : new LineItemGenerator(0.1, 1, 1)) {
      String line = row.toLine();
      if (rows.length() + line.length() > TEXT) {
        break;
      }
      rows.append(line).append('\n');
    }
    return rows.toString();
  }

  private byte[] packed(byte[] text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = packing(bytes)) {
      out.write(text);
    }
    return bytes.toByteArray();
  }

  private OutputStream packing(OutputStream to) throws IOException {
    return switch (input) {
      case "gzip" -> new GZIPOutputStream(to);
      case "zstd" -> new ZstdOutputStream(to);
      default -> to;
    };
  }

  /** All of it; bytes of text. */
  @Benchmark
  public long read() throws IOException {
    long bytes = 0;
    Progress progress = new Progress();
    try (ChunkReader reader =
        new ChunkReader(new OneInput(data), decoding, LastLine::new, LONGEST_ROW, progress)) {
      Chunk chunk = reader.newChunk();
      while (reader.next(chunk)) {
        bytes += chunk.end() - chunk.start();
      }
      return bytes + reader.digest().length();
    }
  }

  /** The cutter of rows without quotes, next to nothing: cutting is measured with CSV. */
  private static final class LastLine implements RecordCutter {
    @Override
    public int lastRecordEnd(byte[] bytes, int from, int to) {
      int at = to;
      while (at > from && bytes[at - 1] != '\n') {
        at--;
      }
      return at;
    }
  }

  private static final class OneInput implements Source {
    private final byte[] data;
    private boolean given;

    OneInput(byte[] data) {
      this.data = data;
    }

    @Override
    public String describe() {
      return "memory";
    }

    @Override
    public long totalBytes() {
      return data.length;
    }

    @Override
    public @Nullable ByteInput next() {
      if (given) {
        return null;
      }
      given = true;
      return new Bytes(data);
    }

    @Override
    public void close() {
      // nothing is open
    }
  }

  private static final class Bytes implements ByteInput {
    private final byte[] data;
    private int at;

    Bytes(byte[] data) {
      this.data = data;
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public long length() {
      return data.length;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      int read = Math.min(length, data.length - at);
      System.arraycopy(data, at, buffer, offset, read);
      at += read;
      return read == 0 ? -1 : read;
    }

    @Override
    public void close() {
      // nothing is open
    }
  }
}
