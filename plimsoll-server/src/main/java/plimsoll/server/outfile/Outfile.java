package plimsoll.server.outfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.formats.csv.CsvFields;
import plimsoll.pipeline.parse.CsvOptions;
import plimsoll.pipeline.parse.InputFormat;
import plimsoll.query.ResultColumn;
import plimsoll.sql.plan.OutfileOptions;
import plimsoll.storage.InputFile;
import plimsoll.storage.Storage;

/** Writes rows into one file, which is there when all are in it. */
public final class Outfile {
  private static final int COPY_BYTES = 1 << 20;
  private static final byte LF = '\n';

  private final Storage storage;
  private final Temporaries names;
  private final Path path;
  private final OutfileOptions options;
  private final @Nullable CsvFields fields;

  /**
   * A file that is not looked at yet.
   *
   * @param names what files are called while they are written
   * @param path where it will be: its directory by its real name
   * @throws PlimsollException BAD_OPTION for options that contradict each other
   */
  public Outfile(Storage storage, Temporaries names, Path path, OutfileOptions options) {
    this.storage = storage;
    this.names = names;
    this.path = path;
    this.options = options;
    fields = options.format() == InputFormat.PARQUET ? null : new CsvFields(options.csv());
  }

  /** Rows one after the other. */
  public interface Rows {
    /** The next row, null at the end. */
    @Nullable Object @Nullable [] next();

    /** Throws the reason if the statement is to stop, also after the last row. */
    void checkStopped();
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
   *     BAD_QUERY for a value that the file cannot hold. Nothing is changed then; but after
   *     FILE_NOT_DURABLE the file is there
   */
  public <T> T write(Work<T> work) {
    try (Target target = Target.open(storage, names, path, options.mode())) {
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
    try (RowSink sink = sink(target, columns, rows)) {
      for (@Nullable Object[] row = rows.next(); row != null; row = rows.next()) {
        sink.add(row);
        count++;
      }
      sink.finish();
    }
    rows.checkStopped();
    target.publish();
    return count;
  }

  private RowSink sink(Target target, List<ResultColumn> columns, Rows rows) throws IOException {
    return fields == null
        ? new ParquetSink(target.asStorage(), target.temporary(), columns)
        : csv(fields, target, columns, rows);
  }

  private CsvSink csv(CsvFields dialect, Target target, List<ResultColumn> columns, Rows rows)
      throws IOException {
    CsvSink sink = new CsvSink(target.out(), dialect, options.csv().conversions(), columns);
    String base = target.base();
    boolean empty = base == null || !append(sink, base, rows);
    if (empty && hasHeader()) {
      sink.line(sink.header());
    }
    return sink;
  }

  private boolean hasHeader() {
    return options.csv().header() != CsvOptions.Header.NONE;
  }

  /** Copies what is there; whether there was anything. */
  private boolean append(CsvSink sink, String base, Rows rows) throws IOException {
    try (InputFile file = storage.openWithoutLinks(base)) {
      if (file.length() == 0) {
        return false;
      }
      if (hasHeader()) {
        requireHeader(file, sink.header());
      }
      copy(file, sink, rows);
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

  private static void copy(InputFile file, CsvSink sink, Rows rows) throws IOException {
    byte[] buffer = new byte[COPY_BYTES];
    byte last = LF;
    long at = 0;
    for (int read = read(file, at, buffer); read > 0; read = read(file, at, buffer)) {
      rows.checkStopped();
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
