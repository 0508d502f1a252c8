package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Swar;
import plimsoll.convert.Utf8;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.error.ErrorCode;
import plimsoll.formats.csv.RowFaults.Kind;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Vector;
import plimsoll.pipeline.RowRejects;
import plimsoll.pipeline.parse.CsvOptions.Header;
import plimsoll.pipeline.parse.CsvOptions.RowLength;
import plimsoll.pipeline.parse.FormatReader;
import plimsoll.pipeline.read.Chunk;

/** Parses chunks of CSV into batches, for one worker. */
final class CsvReader implements FormatReader {
  /*
   * A chunk is read in windows small enough for the second-level cache: stage one indexes a window, stage
   * two makes batches of its records while bytes and index are still near. A window begins at a record,
   * so it needs no state from the one before; what is behind its last record end is indexed again with
   * the next. Stage two goes column by column: cut the column's fields (ranges of bytes), then read them
   * in one loop that knows its type. A row at a time would choose the type anew for each field.
   *
   * Where nothing is quoted, escaped, trimmed or of odd length, which a window knows after stage one, a
   * column is cut by a loop without decisions. The careful loop does the rest, and anything wrong is only
   * marked there: records are reported and dropped once the batch is read.
   */
  private static final int WINDOW_BYTES = 128 << 10;
  private static final int MAX_SHOWN = 200;
  private static final int MAX_SHOWN_TOO_LONG = 100;

  private final int windowBytes;
  private final CsvFormat format;
  private final Dialect dialect;
  private final Batch batch;
  private final ValueReader[] readers;
  private final byte[][] decoded;
  private final Indexer fast;
  private final Indexer exact;
  private final StructuralIndex index = new StructuralIndex();
  private final FieldSlicer slicer;
  private final RowFaults faults = new RowFaults();
  private final int[] fields = new int[Batch.CAPACITY];
  private final int[] lasts = new int[Batch.CAPACITY];
  private final int[] records = new int[Batch.CAPACITY];
  private final int[] failed = new int[Batch.CAPACITY];
  private final int[] kept = new int[Batch.CAPACITY];
  private final int expected;

  private @Nullable RowRejects rejects;
  private Chunk chunk = Chunk.of("", new byte[0]);
  private byte[] data = new byte[0];
  private int position;
  private int end;
  private int nextRecord;
  private int firstRecord;
  private boolean allPlain;
  private int countedTo;
  private long countedLines;

  CsvReader(CsvFormat format) {
    this(format, WINDOW_BYTES);
  }

  CsvReader(CsvFormat format, int windowBytes) {
    this.windowBytes = windowBytes;
    this.format = format;
    dialect = format.dialect();
    batch = Batch.allocate(format.table().schema());
    expected = format.targets().length;
    readers = new ValueReader[expected];
    decoded = new byte[expected][];
    for (int field = 0; field < expected; field++) {
      int target = format.targets()[field];
      DataType type = target < 0 ? DataType.Scalar.STRING : column(target).type();
      readers[field] = ValueReaders.forType(type, format.options().conversions());
      decoded[field] = new byte[0];
    }
    fast = Indexer.fast(dialect);
    exact = new ExactIndexer(dialect);
    slicer = new FieldSlicer(dialect, new NullMarkers(format.options()));
    index.begin(0);
  }

  private Column column(int target) {
    return format.table().schema().column(target);
  }

  @Override
  public void open(Chunk newChunk, RowRejects newRejects) {
    chunk = newChunk;
    rejects = newRejects;
    data = newChunk.data();
    position = newChunk.start();
    end = newChunk.end();
    countedTo = position;
    countedLines = 0;
    nextRecord = 1;
    firstRecord = 1;
    index.begin(position);
    batch.clear();
    if (newChunk.first()) {
      openInput();
    }
  }

  private void openInput() {
    TextCheck.check(dialect, chunk);
    CsvHeader header = new CsvHeader(format.options(), dialect);
    if (format.options().header() != Header.BY_NAME) {
      position = header.skip(data, position, end);
      return;
    }
    List<String> names = header.read(data, position, end, true).orElseThrow();
    position = header.next();
    checkHeader(names);
  }

  private void checkHeader(List<String> names) {
    List<String> planned = format.header();
    boolean same = names.size() == planned.size();
    for (int i = 0; same && i < planned.size(); i++) {
      same = names.get(i).equalsIgnoreCase(planned.get(i));
    }
    if (!same) {
      throw ErrorCode.HEADER_MISMATCH.with(
          "The header of " + chunk.input() + " is not that of the load's first input. Here: "
              + String.join(", ", names) + ". First: " + String.join(", ", planned)
              + ". Load inputs with other headers on their own.");
    }
  }

  @Override
  public Batch next() {
    batch.clear();
    while (batch.rows() == 0) {
      if (nextRecord > index.records() && !nextWindow()) {
        return batch;
      }
      faults.clear();
      int rows = selectRows();
      readColumns(rows);
      settle(rows);
    }
    return batch;
  }

  /** Indexes the next piece of the chunk that holds whole records; false at the chunk's end. */
  private boolean nextWindow() {
    index.begin(position);
    nextRecord = 1;
    if (position >= end) {
      return false;
    }
    for (int size = windowBytes; ; size = Math.max(size, size * 2)) {
      int stop = end - position <= size ? end : position + size;
      if (!fast.index(data, position, stop, index)) {
        exact.index(data, position, stop, index);
      }
      if (stop == end) {
        endChunk();
        return true;
      }
      if (index.records() > 0) {
        position = index.consumed();
        index.unclosed = false;
        return true;
      }
    }
  }

  /** What follows the last record end of the chunk is a record too. */
  private void endChunk() {
    position = end;
    if (index.consumed() < end) {
      index.recordEnd(end - 1 + dialect.recordEnd().length);
    } else {
      index.unclosed = false;
    }
  }

  /** Takes the next records that look like rows; marks the others. */
  private int selectRows() {
    firstRecord = nextRecord;
    int past = Math.min(index.records() + 1, firstRecord + Batch.CAPACITY);
    allPlain = !index.quotes && !index.escapes && !dialect.trim();
    int rows = 0;
    for (int record = firstRecord; record < past; record++) {
      int count = index.rows[record] - index.rows[record - 1];
      if (count == expected && count > 1) {
        rows = select(record, rows);
      } else if (isRow(record, count)) {
        allPlain &= count == expected;
        rows = select(record, rows);
      }
    }
    if (index.unclosed && past > index.records()) {
      faults.mark(index.records() - firstRecord, Kind.UNCLOSED_QUOTE, 0);
      rows -= rows > 0 && records[rows - 1] == index.records() ? 1 : 0;
    }
    nextRecord = past;
    return rows;
  }

  private int select(int record, int rows) {
    fields[rows] = index.rows[record - 1];
    lasts[rows] = index.rows[record];
    records[rows] = record;
    return rows + 1;
  }

  private boolean isRow(int record, int count) {
    if (count == 1 && format.options().blankLines()
        && BlankLine.is(dialect, data, index, record)) {
      return false;
    }
    boolean accepted =
        count == expected
            || (count < expected
                ? format.options().shortRows() == RowLength.PAD_WITH_NULL
                : format.options().longRows() == RowLength.DROP_EXTRA);
    if (!accepted) {
      boolean unclosed = index.unclosed && record == index.records();
      faults.mark(
          record - firstRecord, unclosed ? Kind.UNCLOSED_QUOTE : Kind.FIELD_COUNT, count);
    }
    return accepted;
  }

  private void readColumns(int rows) {
    for (int field = 0; field < expected && rows > 0; field++) {
      int target = format.targets()[field];
      if (target >= 0) {
        readColumn(field, column(target), batch.column(target), rows);
      } else if (index.quotes) {
        slicer.careful(data, index.positions, fields, lasts, rows, field, null);
        markStrays(field);
      }
    }
  }

  private void readColumn(int field, Column column, Vector out, int rows) {
    if (allPlain) {
      slicer.plain(data, index.positions, fields, rows, field, field == expected - 1, out);
    } else {
      slicer.careful(data, index.positions, fields, lasts, rows, field, out);
      markStrays(field);
    }
    byte[] source = slicer.codedCount > 0 ? decode(field, rows) : data;
    if (out instanceof Vector.Bytes && !index.ascii) {
      checkUtf8(source, field, rows);
    }
    int failures =
        readers[field].readAll(source, slicer.starts, slicer.ends, 0, rows, out, failed);
    for (int i = 0; i < failures; i++) {
      handleBadValue(failed[i], field, column, out);
    }
  }

  private void markStrays(int field) {
    for (int i = 0; i < slicer.strayCount; i++) {
      mark(slicer.strays[i], Kind.TEXT_AFTER_QUOTE, field);
    }
  }

  private void mark(int row, Kind kind, int field) {
    faults.mark(records[row] - firstRecord, kind, field);
  }

  /** Copies the column's texts aside, escapes and doubled quotes undone; the chunk stays as it is. */
  private byte[] decode(int field, int rows) {
    int length = 0;
    for (int row = 0; row < rows; row++) {
      length += Math.max(0, slicer.ends[row] - slicer.starts[row]);
    }
    if (decoded[field].length < length) {
      decoded[field] = new byte[length + (length >>> 1)];
    }
    byte[] target = decoded[field];
    int at = 0;
    for (int row = 0; row < rows; row++) {
      int size = slicer.ends[row] - slicer.starts[row];
      if (size < 0) {
        continue;
      }
      int from = at;
      if (slicer.coded[row]) {
        at = slicer.decode(data, chunk.start(), row, target, at);
      } else {
        System.arraycopy(data, slicer.starts[row], target, at, size);
        at += size;
      }
      slicer.starts[row] = from;
      slicer.ends[row] = at;
    }
    return target;
  }

  private void checkUtf8(byte[] source, int field, int rows) {
    for (int row = 0; row < rows; row++) {
      int start = slicer.starts[row];
      int stop = slicer.ends[row];
      if (stop > start && !Utf8.isValid(source, start, stop)) {
        mark(row, Kind.BAD_UTF8, field);
      }
    }
  }

  private void handleBadValue(int row, int field, Column column, Vector out) {
    if (column.type() instanceof DataType.Varchar) {
      mark(row, Kind.TOO_LONG, field);
    } else if (format.badValues() == BadValuePolicy.NULLIFY && column.nullable()) {
      out.setNull(row);
      rejects().nulled(column.name());
    } else {
      mark(row, Kind.BAD_VALUE, field);
    }
  }

  private RowRejects rejects() {
    RowRejects open = rejects;
    if (open == null) {
      throw new IllegalStateException("no chunk is open");
    }
    return open;
  }

  /** Reports the marked records and leaves the others in the batch. */
  private void settle(int rows) {
    batch.rows(rows, records);
    if (!faults.any()) {
      return;
    }
    for (int record = firstRecord; record < nextRecord; record++) {
      if (faults.kind(record - firstRecord) != Kind.NONE) {
        report(record, faults.kind(record - firstRecord), faults.column(record - firstRecord));
      }
    }
    int count = 0;
    for (int row = 0; row < rows; row++) {
      if (faults.kind(records[row] - firstRecord) == Kind.NONE) {
        kept[count++] = row;
      }
    }
    if (count < rows) {
      batch.keep(kept, count);
    }
  }

  private void report(int record, Kind kind, int field) {
    switch (kind) {
      case FIELD_COUNT ->
          reject(record, ErrorCode.FIELD_COUNT, ErrorCode.FIELD_COUNT.text(expected, field), "", "");
      case UNCLOSED_QUOTE ->
          reject(record, ErrorCode.UNCLOSED_QUOTE, ErrorCode.UNCLOSED_QUOTE.text(), "", "");
      case TEXT_AFTER_QUOTE -> reject(record, ErrorCode.TEXT_AFTER_QUOTE, field);
      case BAD_UTF8 -> reject(record, ErrorCode.BAD_UTF8, field);
      case BAD_VALUE -> {
        String value = value(record, field);
        Column column = column(format.targets()[field]);
        String reason = ErrorCode.BAD_VALUE.text(value, column.name(), column.type().sql());
        reject(record, ErrorCode.BAD_VALUE, reason, column.name(), value);
      }
      case TOO_LONG -> rejectTooLong(record, field);
      case NONE -> throw new IllegalStateException("a record without a fault");
    }
  }

  private void reject(int record, ErrorCode error, int field) {
    int target = format.targets()[field];
    String name = target < 0 ? "" : column(target).name();
    reject(record, error, error.text(), name, value(record, field));
  }

  private void rejectTooLong(int record, int field) {
    Column column = column(format.targets()[field]);
    String value = value(record, field);
    int max = column.type() instanceof DataType.Varchar text ? text.maxBytes() : 0;
    String shown = value.substring(0, Math.min(value.length(), MAX_SHOWN_TOO_LONG));
    String reason =
        ErrorCode.TOO_LONG.text(shown, slicer.ends[0] - slicer.starts[0], column.name(), max);
    reject(record, ErrorCode.TOO_LONG, reason, column.name(), value);
  }

  /** The start of a field's text as a reader saw it; leaves it in slot 0 of the slicer. */
  private String value(int record, int field) {
    int[] first = {index.rows[record - 1]};
    int[] last = {index.rows[record]};
    slicer.careful(data, index.positions, first, last, 1, field, null);
    int length = Math.max(0, slicer.ends[0] - slicer.starts[0]);
    byte[] text = Arrays.copyOfRange(data, slicer.starts[0], slicer.starts[0] + length);
    if (slicer.codedCount > 0) {
      slicer.ends[0] = slicer.starts[0] + slicer.decode(data, chunk.start(), 0, text, 0);
      length = slicer.ends[0] - slicer.starts[0];
    }
    int shown = Math.min(length, MAX_SHOWN * 4);
    String value = new String(text, 0, shown, StandardCharsets.UTF_8);
    return value.length() > MAX_SHOWN ? value.substring(0, MAX_SHOWN) : value;
  }

  @Override
  public void reject(int record, ErrorCode error, String reason, String column, String value) {
    int start = index.start(record);
    int stop = Math.min(end, index.last(record) + 1 - dialect.recordEnd().length);
    boolean cr = dialect.dropCr() && stop > start && data[stop - 1] == '\r';
    if (cr && !dialect.isEscaped(data, start, stop - 1)) {
      stop--;
    }
    long line = lineOf(start);
    long offset = chunk.byteOffset() + (start - chunk.start());
    if (format.badValues() == BadValuePolicy.ABORT) {
      String place = chunk.first() ? "line " + (line + 1) : "byte " + offset;
      throw ErrorCode.BAD_ROW.with(chunk.input(), place, reason);
    }
    rejects().reject(line, offset, error, reason, column, value, data, start, stop);
  }

  private long lineOf(int place) {
    if (place < countedTo) {
      countedTo = chunk.start();
      countedLines = 0;
    }
    countedLines += Swar.count(data, countedTo, place, (byte) '\n');
    countedTo = place;
    return countedLines;
  }

  @Override
  public long lines() {
    return lineOf(end);
  }
}
