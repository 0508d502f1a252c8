package plimsoll.server.outfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.query.ResultColumn;
import plimsoll.sql.plan.OutfileOptions;
import plimsoll.storage.InputFile;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/** Writes rows into one file, which is there when all are in it. */
public final class Outfile {
  private static final int COPY_BYTES = 1 << 20;
  private static final byte LF = '\n';

  private final Storage storage;
  private final Path path;
  private final OutfileOptions options;
  private final Runnable checkStopped;

  /**
   * A file that is not looked at yet.
   *
   * @param path where it will be: its directory by its real name
   * @param checkStopped throws if the statement is to stop
   */
  public Outfile(Storage storage, Path path, OutfileOptions options, Runnable checkStopped) {
    this.storage = storage;
    this.path = path;
    this.options = options;
    this.checkStopped = checkStopped;
  }

  /** Rows one after the other. */
  @FunctionalInterface
  public interface Rows {
    /** The next row, null at the end. */
    @Nullable Object @Nullable [] next();
  }

  /** A query that is about to run. */
  @FunctionalInterface
  public interface Work<T> {
    /** Runs it and writes its rows. */
    T run(Writer writer) throws IOException;
  }

  /** Writes the rows of a query once its columns are known. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all rows and gives the file its name; how many there were. */
    long write(List<ResultColumn> columns, Rows rows) throws IOException;
  }

  /**
   * Looks whether the file may be written, then lets the work write it.
   *
   * @throws PlimsollException FILE_EXISTS, FILE_UNWRITABLE, DISK_FULL; REFUSED for what is no file;
   *     BAD_QUERY for a value that the file cannot hold. Nothing is changed then
   */
  public <T> T write(Work<T> work) {
    try (Target target = Target.open(storage, path, options.mode())) {
      return work.run((columns, rows) -> write(target, columns, rows));
    } catch (IOException e) {
      throw explain(e);
    }
  }

  private PlimsollException explain(IOException e) {
    PlimsollException failure = IoFailures.explain(e, path.toString());
    return failure.code() == ErrorCode.FILE_UNWRITABLE
        ? ErrorCode.FILE_UNWRITABLE.because(e, path, IoFailures.reason(e))
        : failure;
  }

  private long write(Target target, List<ResultColumn> columns, Rows rows) throws IOException {
    long count = 0;
    try (RowSink sink = sink(target, columns)) {
      target.requireInPlace();
      for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
        sink.add(row);
        count++;
      }
      sink.finish();
      checkStopped.run();
    }
    target.publish();
    return count;
  }

  private RowSink sink(Target target, List<ResultColumn> columns) throws IOException {
    return options.format() == InputFormat.PARQUET
        ? new ParquetSink(storage, target.temporary(), columns)
        : csv(target, columns);
  }

  private CsvSink csv(Target target, List<ResultColumn> columns) throws IOException {
    OutputFile out = storage.create(target.temporary());
    try {
      CsvSink sink = new CsvSink(out, options.csv(), columns);
      String base = target.base();
      boolean empty = base == null || !append(sink, base);
      if (empty && hasHeader()) {
        sink.line(sink.header());
      }
      return sink;
    } catch (IOException | RuntimeException e) {
      out.close();
      throw e;
    }
  }

  private boolean hasHeader() {
    return options.csv().header() != CsvOptions.Header.NONE;
  }

  /** Copies what is there; whether there was anything. */
  private boolean append(CsvSink sink, String base) throws IOException {
    try (InputFile file = storage.openWithoutLinks(base)) {
      if (file.length() == 0) {
        return false;
      }
      if (hasHeader()) {
        requireHeader(file, sink.header());
      }
      copy(file, sink);
      return true;
    }
  }

  /** Else rows would lie under names that are not theirs, or the first of them be taken for one. */
  private void requireHeader(InputFile file, byte[] header) throws IOException {
    byte[] start = new byte[header.length + 2];
    int length = read(file, 0, start);
    boolean same =
        length > header.length
            && Arrays.equals(start, 0, header.length, header, 0, header.length)
            && (start[header.length] == LF
                || (length == start.length
                    && start[header.length] == '\r'
                    && start[header.length + 1] == LF));
    if (!same) {
      throw ErrorCode.HEADER_MISMATCH.with(
          "'"
              + path
              + "' does not begin with the header of these columns, so rows cannot be appended."
              + " Use the columns and options that it was written with; or header=false for a file"
              + " without header.");
    }
  }

  private void copy(InputFile file, CsvSink sink) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    byte last = LF;
    long at = 0;
    for (int read = read(file, at, buffer); read > 0; read = read(file, at, buffer)) {
      checkStopped.run();
      sink.copy(buffer, read);
      last = buffer[read - 1];
      at += read;
    }
    if (last != LF) {
      sink.copy(new byte[] {LF}, 1); // written by others, who leave the last line open
    }
  }

  private static int read(InputFile file, long position, byte[] into) throws IOException {
    int filled = 0;
    while (filled < into.length) {
      int read = file.read(position + filled, into, filled, into.length - filled);
      if (read <= 0) {
        return filled;
      }
      filled += read;
    }
    return filled;
  }
}
