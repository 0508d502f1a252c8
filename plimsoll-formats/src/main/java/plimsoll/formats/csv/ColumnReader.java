package plimsoll.formats.csv;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import plimsoll.convert.Fields;
import plimsoll.convert.TimeForm;
import plimsoll.convert.Utf8;
import plimsoll.convert.ValueReader;
import plimsoll.convert.ValueReaders;
import plimsoll.flow.RowRejects;
import plimsoll.formats.csv.RowFaults.Kind;
import plimsoll.model.BadValuePolicy;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.DataType;
import plimsoll.model.Vector;

/** Reads one column of the file into its column of the batch. */
final class ColumnReader {
  private final int field;
  private final boolean last;
  private final int target;
  private final Column column;
  private ValueReader values;
  private TimeForm form = TimeForm.EITHER;
  private final NullMarkers nulls;
  private final FieldSlicer slicer;
  private final boolean readsNullsLate;
  private final boolean nullifies;
  private final boolean isText;
  private final boolean checksUtf8;
  private final int maxBytes;
  private int[] nulled = new int[0];
  private int nulledCount;
  private byte[] decoded = new byte[0];

  /**
   * A reader for one field of each row.
   *
   * @param field its position in the file
   * @param slicer knows what is NULL in columns of that type
   */
  ColumnReader(CsvFormat format, int field, FieldSlicer slicer) {
    this.field = field;
    this.slicer = slicer;
    nulls = slicer.nulls();
    last = field == format.targets().length - 1;
    target = format.targets()[field];
    column = format.table().schema().column(target);
    DataType type = column.type();
    values = ValueReaders.forType(type, format.options().conversions(), format.zone());
    isText = type.isText();
    boolean bytes = type.layout() == DataType.Layout.BYTES;
    checksUtf8 =
        type.isNested()
            || (bytes
                && (!(type instanceof DataType.Varbinary)
                    || !format.options().encoding().equals(StandardCharsets.UTF_8)));
    readsNullsLate = !isText && !nulls.looksLikeValue(values, type);
    nullifies = format.badValues() == BadValuePolicy.NULLIFY && column.nullable();
    maxBytes = type instanceof DataType.Varchar text ? text.maxBytes() : Integer.MAX_VALUE;
  }

  /** From here on its times have that form; for a column of something else, either. */
  void readTimes(TimeForm newForm, ZoneId zone) {
    if (form != newForm) {
      form = newForm;
      values = ValueReaders.forTimes(newForm, zone);
    }
  }

  /** Reads the column for all rows; marks the rows at fault. */
  void read(Rows rows, Batch batch) {
    nulledCount = 0;
    Vector out = batch.column(target);
    if (isText && rows.plain && rows.isUtf8() && out instanceof Vector.Bytes texts) {
      if (slicer.texts(rows, field, last, texts) <= maxBytes) {
        markStrays(rows);
        return;
      }
    }
    boolean direct = rows.plain && readsNullsLate && slicer.canBeDirect(rows, field, last);
    if (direct) {
      slicer.direct(rows, field, last);
    } else if (rows.plain) {
      slicer.plain(rows, field, last, out);
    } else {
      carefully(rows, out);
    }
    markStrays(rows);
    if (checksUtf8 && !rows.isUtf8()) {
      checkUtf8(rows, slicer.fields);
    }
    int[] failed = rows.failed;
    int failures = values.readAll(slicer.fields, rows.count, out, failed);
    for (int i = 0; i < failures; i++) {
      if (!(direct && isNull(failed[i], out))) {
        handleBadValue(failed[i], rows, out);
      }
    }
  }

  private void carefully(Rows rows, Vector out) {
    slicer.careful(rows, field, last, out);
    if (slicer.needsDecoding()) {
      int length = slicer.totalLength(rows.count);
      if (decoded.length < length) {
        decoded = new byte[length + (length >>> 1)];
      }
      slicer.decode(rows, decoded);
    }
  }

  private void markStrays(Rows rows) {
    for (int i = 0; i < slicer.strayCount; i++) {
      rows.mark(slicer.strays[i], Kind.TEXT_AFTER_QUOTE, field);
    }
  }

  /** Bytes of memory held. */
  long footprint() {
    return decoded.length;
  }

  /** Gives back what only very long values needed. */
  void shrink() {
    decoded = new byte[0];
    values.shrink();
  }

  private void checkUtf8(Rows rows, Fields fields) {
    for (int row = 0; row < rows.count; row++) {
      int start = fields.start(row);
      int end = fields.end(row);
      if (end > start && !Utf8.isValid(fields.data(), start, end)) {
        rows.mark(row, Kind.BAD_UTF8, field);
      }
    }
  }

  private boolean isNull(int row, Vector out) {
    Fields fields = slicer.fields;
    if (!nulls.isNull(fields.data(), fields.start(row), fields.end(row))) {
      return false;
    }
    out.setNull(row);
    return true;
  }

  private void handleBadValue(int row, Rows rows, Vector out) {
    Fields fields = slicer.fields;
    if (values.isUnkeepable(fields.data(), fields.start(row), fields.end(row))) {
      rows.mark(row, Kind.TOO_LONG, field);
    } else if (nullifies) {
      out.setNull(row);
      if (nulledCount == nulled.length) {
        nulled = Arrays.copyOf(nulled, Math.max(64, 2 * nulledCount));
      }
      nulled[nulledCount++] = row;
    } else {
      rows.mark(row, Kind.BAD_VALUE, field);
    }
  }

  /** Counts the values that became NULL, of the rows that no stage found bad. */
  void countNulled(Rows rows, RowRejects rejects) {
    int values = 0;
    for (int i = 0; i < nulledCount; i++) {
      values += rows.isGood(nulled[i]) ? 1 : 0;
    }
    nulledCount = 0;
    if (values > 0) {
      rejects.nulled(column.name(), values);
    }
  }
}
