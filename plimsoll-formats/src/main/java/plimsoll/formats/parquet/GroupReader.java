package plimsoll.formats.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.model.Batch;
import plimsoll.model.Column;
import plimsoll.model.Schema;
import plimsoll.model.Vector;

/** The columns of one row group, batch by batch. */
final class GroupReader {
  private final PlannedFile file;
  private final int group;
  private final List<FieldReader> fields = new ArrayList<>();
  private final long rows;
  private long done;
  private int inBatch;

  /** One column on its way from pages to a vector; its log is null if nobody copies its pages. */
  private record FieldReader(
      Binding.Field field,
      Column column,
      ColumnPages pages,
      RawColumn raw,
      Conversion way,
      @Nullable PageLog log) {}

  /**
   * At the first row.
   *
   * @param copying whether pages are to be copied, of columns that a table may have as they are
   */
  GroupReader(
      ParquetFile open,
      PlannedFile file,
      int group,
      Schema schema,
      Conversions conversions,
      PageUnpacker unpacker,
      int capacity,
      boolean copying) {
    this.file = file;
    this.group = group;
    BlockMetaData block = open.groups().get(group);
    rows = block.getRowCount();
    for (Binding.Field field : file.binding().fields()) {
      Column column = schema.column(field.target());
      Conversion way = conversions.find(field.type(), column);
      if (way == null) {
        throw new IllegalStateException("planned without a conversion");
      }
      PageLog log =
          copying && way.keepsBits()
              ? new PageLog(field.descriptor().getMaxDefinitionLevel() > 0, way::takesAll)
              : null;
      fields.add(
          new FieldReader(
              field,
              column,
              new ColumnPages(
                  open,
                  block.getColumns().get(field.leaf()),
                  field.descriptor(),
                  field.type(),
                  unpacker,
                  log),
              new RawColumn(field.type().layout(), capacity),
              way,
              log));
    }
  }

  /** Rows of the group. */
  long rows() {
    return rows;
  }

  /** Where the last batch begins in the group. */
  long start() {
    return done - inBatch;
  }

  /** Whether all rows were read. */
  boolean isAtEnd() {
    return done == rows;
  }

  /** The pages of a field that were read; null if they are not to be copied. */
  @Nullable PageLog log(int field) {
    return fields.get(field).log();
  }

  int fields() {
    return fields.size();
  }

  /** Position of the table's column of a field. */
  int target(int field) {
    return fields.get(field).field().target();
  }

  /** The table's column of a field. */
  Column column(int field) {
    return fields.get(field).column();
  }

  /**
   * Reads the next rows as the file has them: as many as the pages of all columns still hold.
   *
   * @return how many; 0 at the end
   */
  int next(int most) {
    int count = (int) Math.min(most, rows - done);
    for (FieldReader field : fields) {
      count = Math.min(count, available(field));
    }
    inBatch = count;
    for (FieldReader field : fields) {
      read(field, count);
    }
    done += count;
    return count;
  }

  private int available(FieldReader field) {
    try {
      int rowsInPage = field.pages().available();
      if (rowsInPage == 0 && done < rows) {
        throw new IOException("it has too few values");
      }
      return rowsInPage;
    } catch (IOException | RuntimeException e) {
      throw damaged(field, e);
    }
  }

  private void read(FieldReader field, int count) {
    try {
      field.pages().read(count, field.raw());
    } catch (IOException | RuntimeException e) {
      throw damaged(field, e);
    }
  }

  /** parquet-java's decoders answer damage with any exception. */
  private PlimsollException damaged(FieldReader field, Exception e) {
    if (e instanceof PlimsollException stopped) {
      return stopped;
    }
    return ErrorCode.BAD_PARQUET.because(
        e,
        file.path(),
        "column '"
            + field.field().name()
            + "' of row group "
            + (group + 1)
            + " is damaged: "
            + (e instanceof IOException ? e.getMessage() : e.toString())
            + ". Copy the file again, or write it anew.");
  }

  /**
   * Brings a field of the batch to the table's type.
   *
   * @param failed gets the rows whose value does not fit
   * @return how many
   */
  int convert(int field, Batch batch, int[] failed) {
    FieldReader reader = fields.get(field);
    RawColumn raw = reader.raw();
    Vector out = batch.column(reader.field().target());
    for (int row = 0; raw.hasNulls() && row < inBatch; row++) {
      if (raw.isNull(row)) {
        out.setNull(row);
      }
    }
    return reader.way().convert(raw, inBatch, out, failed);
  }

  boolean isBadRow(int field, int row) {
    return fields.get(field).way().isBadRow(fields.get(field).raw(), row);
  }

  plimsoll.model.Fault fault(int field, int row) {
    return fields.get(field).way().fault(fields.get(field).raw(), row);
  }

  /** Makes a value of a row NULL. */
  void nullify(int field, int row, Batch batch) {
    batch.column(target(field)).setNull(row);
  }

  /** The values of a row of the batch as a JSON object, by the file's names. */
  RowText row(int row, @Nullable String marked) {
    RowText text = new RowText();
    for (FieldReader field : fields) {
      String value =
          field.raw().isNull(row) ? null : ValueText.of(field.field().type(), field.raw(), row);
      text.add(
          field.field().name(),
          value,
          field.field().type().isBare(),
          field.column().name().equals(marked));
    }
    return text;
  }

  /** Bytes fetched since this was asked last. */
  long takeBytesRead() {
    long bytes = 0;
    for (FieldReader field : fields) {
      bytes += field.pages().takeBytesRead();
    }
    return bytes;
  }

  long footprint() {
    long bytes = 0;
    for (FieldReader field : fields) {
      PageLog log = field.log();
      bytes += field.pages().footprint() + field.raw().footprint();
      bytes += log == null ? 0 : log.footprint();
    }
    return bytes;
  }
}
