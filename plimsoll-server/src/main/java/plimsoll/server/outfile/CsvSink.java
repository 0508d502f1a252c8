package plimsoll.server.outfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.formats.csv.CsvFields;
import plimsoll.formats.csv.InexpressibleException;
import plimsoll.query.ResultColumn;
import plimsoll.storage.OutputFile;

/** Rows as lines of text. Holds one buffer, however many rows there are. */
final class CsvSink implements RowSink {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final byte LF = '\n';

  private final OutputFile out;
  private final CsvFields fields;
  private final byte[] separator;
  private final boolean base64;
  private final List<ResultColumn> columns;
  private final NestedTimes times;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int buffered;
  private long rows;

  /** Lines of fields at the end of that file; values as text that is converted so when read. */
  CsvSink(OutputFile out, CsvFields fields, Conversions conversions, List<ResultColumn> columns) {
    this.out = out;
    this.columns = columns;
    times = new NestedTimes(columns);
    this.fields = fields;
    separator = fields.separator();
    base64 = conversions != Conversions.OPENMLDB_CLUSTER;
  }

  /** The names of the columns as the line at the start of a file, without its end. */
  byte[] header() {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int i = 0; i < columns.size(); i++) {
      if (i > 0) {
        line.writeBytes(separator);
      }
      String name = columns.get(i).name();
      try {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        line.writeBytes(fields.write(bytes, columns.size() == 1, line.size()));
      } catch (InexpressibleException e) {
        throw ErrorCode.BAD_QUERY.because(
            e, "The header cannot be written: the name '" + name + "' " + e.reason());
      }
    }
    return line.toByteArray();
  }

  /** Writes a line that is ready. */
  void line(byte[] line) throws IOException {
    write(line);
    write(LF);
  }

  /** Writes bytes that were in the file before. */
  void copy(byte[] bytes, int length) throws IOException {
    flush();
    out.write(bytes, 0, length);
  }

  @Override
  public void add(@Nullable Object[] row) throws IOException {
    rows++;
    for (int i = 0; i < row.length; i++) {
      if (i > 0) {
        write(separator);
      }
      write(field(row[i], i));
    }
    write(LF);
  }

  private byte[] field(@Nullable Object value, int column) {
    try {
      return fields.write(text(value, column), columns.size() == 1, out.position() + buffered);
    } catch (InexpressibleException e) {
      throw ErrorCode.BAD_QUERY.because(e, place(column) + "the value " + e.reason());
    } catch (PlimsollException e) {
      throw e.code() == ErrorCode.BAD_QUERY
          ? ErrorCode.BAD_QUERY.because(e, place(column) + e.getMessage())
          : e;
    }
  }

  private byte @Nullable [] text(@Nullable Object value, int column) {
    if (value == null) {
      return null;
    }
    times.require(column, value);
    return ExportText.of(value, columns.get(column).type(), base64);
  }

  private String place(int column) {
    return "Row " + rows + ", column '" + columns.get(column).name() + "' cannot be written: ";
  }

  private void write(byte value) throws IOException {
    if (buffered == buffer.length) {
      flush();
    }
    buffer[buffered++] = value;
  }

  private void write(byte[] bytes) throws IOException {
    if (bytes.length > buffer.length - buffered) {
      flush();
    }
    if (bytes.length > buffer.length) {
      out.write(bytes, 0, bytes.length);
    } else {
      System.arraycopy(bytes, 0, buffer, buffered, bytes.length);
      buffered += bytes.length;
    }
  }

  private void flush() throws IOException {
    out.write(buffer, 0, buffered);
    buffered = 0;
  }

  @Override
  public void finish() throws IOException {
    flush();
    out.sync();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
