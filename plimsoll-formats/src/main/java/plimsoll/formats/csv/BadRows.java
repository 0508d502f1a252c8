package plimsoll.formats.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import plimsoll.convert.Conversions;
import plimsoll.convert.Swar;
import plimsoll.error.ErrorCode;
import plimsoll.flow.Chunk;
import plimsoll.flow.RowRejects;
import plimsoll.formats.csv.RowFaults.Kind;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Column;
import plimsoll.model.DataType;

/** Reports rows at fault: finds their place, says what is wrong. Slow; few rows come here. */
final class BadRows {
  private static final int MAX_SHOWN = 200;
  private static final int MAX_SHOWN_TOO_LONG = 100;

  private final CsvFormat format;
  private final Dialect dialect;
  private final Chunk chunk;
  private final RowRejects rejects;
  private @Nullable FurtherMisfits further;
  private int countedTo;
  private long countedLines;
  private @Nullable OneRow one; // most chunks need none

  BadRows(CsvFormat format, Chunk chunk, RowRejects rejects) {
    this.format = format;
    this.dialect = format.dialect();
    this.chunk = chunk;
    this.rejects = rejects;
    this.countedTo = chunk.start();
  }

  /** Reports one marked record. */
  void report(Rows rows, int record) {
    Kind kind = rows.faults.kind(record - rows.firstRecord);
    int field = rows.faults.column(record - rows.firstRecord);
    switch (kind) {
      case FIELD_COUNT -> {
        String reason = ErrorCode.FIELD_COUNT.text(format.targets().length, field);
        reject(rows, record, ErrorCode.FIELD_COUNT, reason, "", "");
      }
      case UNCLOSED_QUOTE -> {
        String reason = ErrorCode.UNCLOSED_QUOTE.text();
        reject(rows, record, ErrorCode.UNCLOSED_QUOTE, reason, "", "");
      }
      case TEXT_AFTER_QUOTE -> reportField(rows, record, ErrorCode.TEXT_AFTER_QUOTE, field);
      case BAD_UTF8 -> reportText(rows, record, field);
      case BAD_VALUE, TOO_LONG -> {
        reportValue(rows, record, kind, field);
        reportFurther(rows, record, field);
      }
      case NONE -> throw new IllegalStateException("a record without a fault");
    }
  }

  /** Text of another encoding was converted before; what did not convert is no UTF-8 now. */
  private void reportText(Rows rows, int record, int field) {
    Charset encoding = format.options().encoding();
    boolean converted = !encoding.equals(StandardCharsets.UTF_8);
    ErrorCode error = converted ? ErrorCode.BAD_ENCODING : ErrorCode.BAD_UTF8;
    String reason = converted ? error.text(encoding.name()) : error.text();
    reportField(rows, record, error, reason, field);
  }

  private void reportField(Rows rows, int record, ErrorCode error, int field) {
    reportField(rows, record, error, error.text(), field);
  }

  private void reportField(Rows rows, int record, ErrorCode error, String reason, int field) {
    int target = format.targets()[field];
    String column = target < 0 ? "" : format.table().schema().column(target).name();
    reject(rows, record, error, reason, column, shown(value(rows, record, field), MAX_SHOWN));
  }

  private void reportValue(Rows rows, int record, Kind kind, int field) {
    Column column = format.table().schema().column(format.targets()[field]);
    byte[] value = value(rows, record, field);
    String shown = shown(value, MAX_SHOWN);
    int most = kind == Kind.TOO_LONG ? column.type().maxBytes() : DataType.NO_LIMIT;
    if (most != DataType.NO_LIMIT) {
      String start = shown(value, MAX_SHOWN_TOO_LONG);
      String reason = ErrorCode.TOO_LONG.text(start, value.length, column.name(), most);
      reject(rows, record, ErrorCode.TOO_LONG, reason, column.name(), shown);
    } else {
      String reason = ErrorCode.BAD_VALUE.text(shown, column.name(), column.type().sql());
      reject(rows, record, ErrorCode.BAD_VALUE, reason, column.name(), shown);
    }
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
        (column, value) -> rejects.misfitToo(line, offset, column, value));
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

  private static String shown(byte[] value, int most) {
    String text = new String(value, 0, Math.min(value.length, most * 4), StandardCharsets.UTF_8);
    return text.length() > most ? text.substring(0, most) : text;
  }

  /** Reports a record with a reason. */
  void reject(Rows rows, int record, ErrorCode error, String reason, String column, String value) {
    int start = rows.index.start(record);
    int end = rows.index.last(record) + 1 - dialect.recordEnd().length;
    boolean cr = dialect.dropCr() && end > start && rows.data[end - 1] == '\r';
    if (cr && !dialect.isEscaped(rows.data, start, end - 1)) {
      end--;
    }
    long line = line(start);
    long offset = chunk.byteOffset() + (start - chunk.start());
    if (format.badValues() == BadValuePolicy.ABORT) {
      String place = chunk.first() ? "line " + (line + 1) : "byte " + offset;
      throw ErrorCode.BAD_ROW.with(chunk.input(), place, reason);
    }
    rejects.reject(line, offset, error, reason, column, value, rows.data, start, end);
  }

  /** 0-based physical line of a place in the chunk; cheap when asked in order. */
  long line(int place) {
    if (place < countedTo) {
      countedTo = chunk.start();
      countedLines = 0;
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
      boolean alone = data[at] == '\r' && (at + 1 == chunk.end() || data[at + 1] != '\n');
      lines += alone ? 1 : 0;
    }
    return lines;
  }
}
