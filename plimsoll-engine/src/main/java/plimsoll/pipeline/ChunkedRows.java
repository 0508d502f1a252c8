package plimsoll.pipeline;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.flow.BatchSource;
import plimsoll.flow.Chunk;
import plimsoll.flow.LongRows;
import plimsoll.flow.Progress;
import plimsoll.flow.RejectLog;
import plimsoll.model.Batch;
import plimsoll.model.Fault;
import plimsoll.pipeline.parse.Format;
import plimsoll.pipeline.parse.FormatReader;
import plimsoll.pipeline.read.ChunkReader;
import plimsoll.pipeline.read.Decoding;
import plimsoll.pipeline.read.Source;
import plimsoll.storage.InputFiles;

/** Rows that are bytes: a source cut into chunks, each parsed by one worker. */
public final class ChunkedRows implements BatchSource {
  /** A source that is known to be this small is not worth a second worker. */
  private static final long ONE_WORKER_BYTES = 1 << 20;

  private final Source source;
  private final Format format;
  private final Decoding decoding;
  private final int maxRowBytes;
  private @Nullable ChunkReader chunks;

  /** Rows of that source in that format. */
  public ChunkedRows(Source source, Format format, Decoding decoding, int maxRowBytes) {
    this.source = source;
    this.format = format;
    this.decoding = decoding;
    this.maxRowBytes = maxRowBytes;
  }

  @Override
  public String describe() {
    return source.describe();
  }

  @Override
  public long totalBytes() {
    return source.totalBytes();
  }

  /** How much there is to be cut into rows; null if not known, or if it is unpacked first. */
  public Source.@Nullable Extent extent() {
    List<String> names = source.files().map(InputFiles::paths).orElse(List.of(source.describe()));
    return names.stream().anyMatch(decoding::applies) ? null : source.extent();
  }

  @Override
  public int maxWorkers() {
    long total = totalBytes();
    return total >= 0 && total <= ONE_WORKER_BYTES ? 1 : Integer.MAX_VALUE;
  }

  @Override
  public boolean[] columnsPresent() {
    return format.columnsPresent();
  }

  @Override
  public Reader newReader(RejectLog rejects, Progress progress) {
    return newReader(rejects, progress, LongRows.FREE);
  }

  @Override
  public synchronized Reader newReader(RejectLog rejects, Progress progress, LongRows longRows) {
    ChunkReader shared = chunks;
    if (shared == null) {
      shared =
          new ChunkReader(
              source, decoding, format::newCutter, format.watcher(), maxRowBytes, progress);
      chunks = shared;
    }
    return new Worker(shared, format.newReader(), rejects, progress, longRows);
  }

  @Override
  public synchronized String digest() {
    return chunks == null ? "" : chunks.digest();
  }

  @Override
  public void close() throws IOException {
    ChunkReader shared;
    synchronized (this) {
      shared = chunks;
    }
    if (shared == null) {
      source.close();
    } else {
      shared.close(); // with the input that is open, which the source alone may not know
    }
  }

  private static final class Worker implements Reader {
    private final ChunkReader chunks;
    private final FormatReader parser;
    private final RejectLog rejects;
    private final Progress progress;
    private final LongRows longRows;
    private final Chunk chunk;
    private RejectLog.@Nullable ChunkRejects open;

    Worker(
        ChunkReader chunks,
        FormatReader parser,
        RejectLog rejects,
        Progress progress,
        LongRows longRows) {
      this.progress = progress;
      this.longRows = longRows;
      this.chunks = chunks;
      this.parser = parser;
      this.rejects = rejects;
      this.chunk = chunks.newChunk();
    }

    @Override
    public Batch next() throws IOException {
      while (true) {
        if (open == null && !nextChunk()) {
          return Batch.EMPTY;
        }
        Batch batch = parser.next();
        if (batch.rows() > 0) {
          return batch;
        }
        progress.parsed(chunk.end() - chunk.start()); // its rows were counted: they are asked for
        endChunk();
      }
    }

    private boolean nextChunk() throws IOException {
      progress.checkStopped(); // nobody else does where all rows of a chunk are bad
      if (!chunks.next(chunk, longRows)) {
        return false;
      }
      RejectLog.ChunkRejects rejectsOfChunk =
          rejects.chunk(chunk.ordinal(), chunk.input(), chunk.first());
      open = rejectsOfChunk;
      parser.open(chunk, rejectsOfChunk);
      return true;
    }

    private void endChunk() {
      RejectLog.ChunkRejects ended = open;
      open = null;
      if (ended != null) {
        ended.close(parser.lines());
        if (chunks.shrink(chunk)) {
          parser.shrink();
        }
        longRows.end();
      }
    }

    @Override
    public long bufferedBytes() {
      return chunk.data().length + parser.bufferedBytes() + chunks.bufferedBytes();
    }

    @Override
    public void reject(int record, Fault fault) {
      parser.reject(record, fault);
    }

    @Override
    public void close() {
      endChunk();
    }
  }
}
