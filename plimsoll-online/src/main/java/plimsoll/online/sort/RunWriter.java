package plimsoll.online.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import plimsoll.flow.ByteSink;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/**
 * Writes a {@link Run}: each entry as length of its tail and of its row, then both; behind all
 * entries the {@link RunMarks}. The caller removes the file if it is not wanted.
 */
public final class RunWriter implements Closeable {
  /** Bytes of a block, usually. */
  public static final int BLOCK_BYTES = 256 << 10;

  private final OutputFile out;
  private final ByteSink block = new ByteSink();
  private final List<Long> ends = new ArrayList<>();
  private final RunMarks marks = new RunMarks();
  private final int blockBytes;

  /**
   * An empty file, which must not exist yet.
   *
   * @param blockBytes after so many bytes another block begins
   */
  public RunWriter(Storage storage, String path, int blockBytes) throws IOException {
    this.blockBytes = blockBytes;
    out = storage.create(path);
  }

  /** The entries of the next slot. */
  public void part(Entries entries) throws IOException {
    long start = out.position();
    while (entries.next()) {
      if (block.size == 0 && out.position() > start) {
        marks.add(ends.size(), out.position(), entries);
      }
      block.putInt(entries.keyLength);
      block.putInt(entries.rowLength);
      block.put(entries.data, entries.keyStart, entries.keyLength);
      block.put(entries.rowData(), entries.rowStart, entries.rowLength);
      if (block.size >= blockBytes) {
        drain();
      }
    }
    drain();
    ends.add(out.position());
  }

  private void drain() throws IOException {
    out.write(block.data, 0, block.size);
    block.clear();
  }

  /**
   * Ends the file.
   *
   * @param sync whether its bytes shall be durable
   */
  public Run finish(boolean sync) throws IOException {
    marks.write(out);
    if (sync) {
      out.sync();
    }
    return new Run(out.path(), ends);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
