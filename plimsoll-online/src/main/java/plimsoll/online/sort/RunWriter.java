package plimsoll.online.sort;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import plimsoll.flow.ByteSink;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/**
 * Writes a {@link Run}: each entry as length of its tail and of its row, then both. The caller
 * removes the file if it is not wanted.
 */
public final class RunWriter implements Closeable {
  private static final int BLOCK = 256 << 10;

  private final OutputFile out;
  private final ByteSink block = new ByteSink();
  private final List<Long> ends = new ArrayList<>();

  /** An empty file, which must not exist yet. */
  public RunWriter(Storage storage, String path) throws IOException {
    out = storage.create(path);
  }

  /** The entries of the next slot. */
  public void part(Entries entries) throws IOException {
    while (entries.next()) {
      block.putInt(entries.keyLength);
      block.putInt(entries.rowLength);
      block.put(entries.data, entries.keyStart, entries.keyLength);
      block.put(entries.rowData(), entries.rowStart, entries.rowLength);
      if (block.size >= BLOCK) {
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
