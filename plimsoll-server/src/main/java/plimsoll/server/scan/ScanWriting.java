package plimsoll.server.scan;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import plimsoll.error.ErrorCode;
import plimsoll.lake.parquet.SingleFile;
import plimsoll.model.Batch;
import plimsoll.model.Staged;
import plimsoll.model.Table;
import plimsoll.pipeline.write.Destination;
import plimsoll.pipeline.write.StoreWriter;

/** Rows of one table on their way into files of one query. */
final class ScanWriting implements Destination {
  private final ScanDirectory directory;
  private final Table table;
  private final Runnable check;
  private final String tooLarge;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * Into files of that directory.
   *
   * @param check runs before each batch, and throws why the query must end if it must
   * @param tooLarge what is said where the directory has no room for them
   */
  ScanWriting(ScanDirectory directory, Table table, Runnable check, String tooLarge) {
    this.directory = directory;
    this.table = table;
    this.check = check;
    this.tooLarge = tooLarge;
  }

  /** What all files take. */
  long bytes() {
    return bytes.get();
  }

  @Override
  public StoreWriter writer(int worker) throws IOException {
    String name = directory.newName();
    return new Writer(name, directory.create(name, table.schema()), this);
  }

  @Override
  public void discard(Staged staged) throws IOException {
    for (String path : staged.paths()) {
      directory.delete(path);
    }
  }

  void discard(List<String> paths, Throwable failure) {
    for (String path : paths) {
      try {
        directory.delete(path);
      } catch (IOException e) {
        failure.addSuppressed(e);
      }
    }
  }

  private void requireRoom() {
    if (!directory.holds(bytes.get())) {
      throw ErrorCode.REFUSED.with(tooLarge);
    }
  }

  /** One worker's file. */
  private static final class Writer implements StoreWriter {
    private final String name;
    private final SingleFile file;
    private final ScanWriting all;
    private long rows;
    private long told;

    Writer(String name, SingleFile file, ScanWriting all) {
      this.name = name;
      this.file = file;
      this.all = all;
    }

    @Override
    public void write(Batch batch) throws IOException {
      all.check.run();
      file.write(batch);
      rows += batch.rows();
      tell();
    }

    private void tell() {
      long now = file.writtenBytes();
      all.bytes.addAndGet(now - told);
      told = now;
      all.requireRoom();
    }

    @Override
    public long bufferedBytes() {
      return file.bufferedBytes();
    }

    @Override
    public void flush() throws IOException {
      file.flush();
    }

    @Override
    public Staged finish(Pressure pressure) throws IOException {
      file.finish();
      try {
        tell();
      } catch (RuntimeException | Error e) { // a finished file is nobody's but ours
        all.discard(List.of(name), e);
        throw e;
      }
      return new Finished(all.table, rows, file.writtenBytes(), List.of(name));
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  private record Finished(Table table, long rows, long bytes, List<String> paths)
      implements Staged {}
}
