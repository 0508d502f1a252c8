package plimsoll.formats.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.Swar;
import plimsoll.convert.ValueReaders;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Chunk;
import plimsoll.flow.RowBytes;
import plimsoll.flow.RowRejects;
import plimsoll.formats.csv.RowFaults.Kind;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Fault;
import plimsoll.model.Vector;

/** Reports rows at fault: finds their place, says what is wrong. Slow; few rows come here. */
final class BadRows {
  private final CsvFormat format;
  private final Dialect dialect;
  private final Chunk chunk;
  private final RowRejects rejects;
  private @Nullable FurtherMisfits further;
  private int windowStart;
  private long linesBefore; // the window
  private int countedTo;
  private long countedLines;
  private @Nullable OneRow one; // most chunks need none

  BadRows(CsvFormat format, Chunk chunk, RowRejects rejects) {
    this.format = format;
    this.dialect = format.dialect();
    this.chunk = chunk;
    this.rejects = rejects;
    this.windowStart = chunk.start();
    this.countedTo = chunk.start();
  }

  /**
   * Goes on behind a window.
   *
   * @param end of it
   * @param lines in it, or {@link StructuralIndex#UNKNOWN}
   */
  void passWindow(int end, int lines) {
    countedLines = lines == StructuralIndex.UNKNOWN ? line(end) : linesBefore + lines;
    countedTo = end;
    linesBefore = countedLines;
    windowStart = end;
  }

  /** Reports one marked record. */
  void report(Rows rows, int record) {
    Kind kind = rows.faults.kind(record - rows.firstRecord);
    int field = rows.faults.column(record - rows.firstRecord);
    switch (kind) {
      case FIELD_COUNT -> reportCount(rows, record, field);
      case UNCLOSED_QUOTE -> {
        int last = rows.index.fields(record) - 1;
        reject(rows, record, Fault.unclosedQuote(), place(rows, record, last));
      }
      case TEXT_AFTER_QUOTE -> {
        byte[] text = value(rows, record, field);
        reject(rows, record, field, Fault.textAfterQuote(columnName(field), text));
      }
      case BAD_UTF8 -> reject(rows, record, field, badText(rows, record, field));
      case BAD_VALUE, TOO_LONG -> {
        reject(rows, record, field, badValue(rows, record, kind, field));
        reportFurther(rows, record, field);
      }
      case NONE, FOUND_LATER -> throw new IllegalStateException("a record without a fault");
    }
  }

  /** Of too many fields the first is marked, of too few the place where more should be. */
  private void reportCount(Rows rows, int record, int found) {
    int expected = format.targets().length;
    int end = end(rows, record);
    Place place =
        found > expected
            ? new Place(place(rows, record, expected).start, end)
            : new Place(end, end);
    reject(rows, record, Fault.fieldCount(expected, found), place);
  }

  /** Text of another encoding was converted before; what did not convert is no UTF-8 now. */
  private Fault badText(Rows rows, int record, int field) {
    Charset encoding = format.options().encoding();
    byte[] text = value(rows, record, field);
    return encoding.equals(StandardCharsets.UTF_8)
        ? Fault.badUtf8(columnName(field), text)
        : Fault.badEncoding(encoding.name(), columnName(field), text);
  }

  private String columnName(int field) {
    int target = format.targets()[field];
    return target < 0 ? "" : format.table().schema().column(target).name();
  }

  private Fault badValue(Rows rows, int record, Kind kind, int field) {
    Column column = format.table().schema().column(format.targets()[field]);
    byte[] text = value(rows, record, field);
    boolean tooLong = kind == Kind.TOO_LONG && column.type().maxBytes() != DataType.NO_LIMIT;
    return tooLong ? tooLong(column, text) : Fault.badValue(column, text);
  }

  /** What counts is the length of the value, not of the text that stands for it. */
  private Fault tooLong(Column column, byte[] text) {
    Vector.Bytes slot = (Vector.Bytes) Vector.allocate(column.type(), 1);
    ValueReaders.forType(column.type(), format.options().conversions(), format.zone())
        .read(text, 0, text.length, slot, 0);
    return Fault.tooLong(column, slot.data(), slot.starts[0], slot.lengths[0]);
  }

  private void reportFurther(Rows rows, int record, int first) {
    if (format.options().conversions() != Conversions.EXACT) {
      return;
    }
    FurtherMisfits others = further == null ? new FurtherMisfits(format) : further;
    further = others;
    int start = rows.index.start(record);
    long line = line(start);
    long offset = chunk.byteOffset() + (start - chunk.start());
    others.report(
        rows.index.fields(record),
        first,
        field -> value(rows, record, field),
        (column, value) -> rejects.misfitToo(line, offset, Fault.badValue(column, value)));
  }

  /** A field's text as the value reader saw it. */
  private byte[] value(Rows rows, int record, int field) {
    OneRow slow = one;
    if (slow == null) {
      slow = new OneRow(dialect, rows.index);
      one = slow;
    }
    return slow.value(rows, record, field);
  }

  /** Cuts fields of one row after the other. */
  private static final class OneRow {
    private final FieldSlicer slicer;
    private final Rows row;

    OneRow(Dialect dialect, StructuralIndex index) {
      slicer = FieldSlicer.ofOneRow(dialect);
      row = Rows.one(index);
    }

    byte[] value(Rows rows, int record, int field) {
      row.data = rows.data;
      row.chunkStart = rows.chunkStart;
      row.begin(record);
      row.add(record);
      slicer.careful(row, field, false, null);
      byte[] text = new byte[slicer.totalLength(1)];
      if (slicer.strayCount > 0) {
        return text;
      }
      slicer.decode(row, text);
      return Arrays.copyOf(text, slicer.fields.end(0) - slicer.fields.start(0));
    }
  }

  /** Where a value lies in the chunk, with its quotes. */
  private record Place(int start, int end) {}

  private static final Place NOWHERE = new Place(-1, -1);

  /** Reports a record for a fault that a later stage found. */
  void reject(Rows rows, int record, Fault fault) {
    int[] targets = format.targets();
    for (int field = 0; field < targets.length && !fault.column().isEmpty(); field++) {
      if (columnName(field).equals(fault.column())) {
        reject(rows, record, field, fault);
        return;
      }
    }
    reject(rows, record, fault, NOWHERE);
  }

  private void reject(Rows rows, int record, int field, Fault fault) {
    boolean there = field < rows.index.fields(record);
    int end = end(rows, record);
    reject(rows, record, fault, there ? place(rows, record, field) : new Place(end, end));
  }

  private Place place(Rows rows, int record, int field) {
    StructuralIndex index = rows.index;
    int before = index.rows[record - 1] + field;
    boolean last = before + 1 == index.rows[record];
    int start = index.positions[before] + 1;
    int past = index.positions[before + 1] + 1 - dialect.separator().length;
    return new Place(start, last ? Math.max(start, end(rows, record)) : past);
  }

  private int end(Rows rows, int record) {
    int start = rows.index.start(record);
    int end = rows.index.last(record) + 1 - dialect.recordEnd().length;
    boolean cr = dialect.dropCr() && end > start && rows.data[end - 1] == '\r';
    return cr && !dialect.isEscaped(rows.data, start, end - 1) ? end - 1 : end;
  }

  private void reject(Rows rows, int record, Fault fault, Place at) {
    int start = rows.index.start(record);
    long line = line(start);
    long offset = chunk.byteOffset() + (start - chunk.start());
    if (format.badValues() == BadValuePolicy.ABORT) {
      String place = chunk.first() ? "line " + (line + 1) : "byte " + offset;
      throw ErrorCode.BAD_ROW.with(chunk.input(), place, fault.sentence());
    }
    RowBytes row = new RowBytes(rows.data, start, end(rows, record), at.start, at.end);
    rejects.reject(line, offset, fault, row);
  }

  /** 0-based physical line of a place in the window or behind; cheap when asked in order. */
  long line(int place) {
    if (place < countedTo) {
      countedTo = windowStart;
      countedLines = linesBefore;
    }
    countedLines += Swar.count(chunk.data(), countedTo, place, dialect.lineBreak());
    if (dialect.crAlone()) {
      countedLines += crAlone(countedTo, place);
    }
    countedTo = place;
    return countedLines;
  }

  private long crAlone(int from, int to) {
    byte[] data = chunk.data();
    long lines = 0;
    for (int at = from; at < to; at++) {
      lines += Dialect.isCrAlone(data, at, chunk.end()) ? 1 : 0;
    }
    return lines;
  }
}
