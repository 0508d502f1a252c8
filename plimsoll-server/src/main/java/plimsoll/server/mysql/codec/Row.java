package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.Charset;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import plimsoll.model.DataType;
import plimsoll.query.ResultText;

/** Rows of results, as text or in binary. Values as RowCursor gives them. */
public final class Row {
  private static final int NULL = 0xfb;

  /** Bits of the NULL map that are not used. */
  private static final int OFFSET = 2;

  private static final int NANOS_OF_MICRO = 1000;

  private Row() {}

  /** A row of COM_QUERY. */
  public static void text(
      ByteBuf out, @Nullable Object[] row, List<DataType> types, Charset charset) {
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value == null) {
        out.writeByte(NULL);
      } else {
        text(out, value, types.get(i), charset);
      }
    }
  }

  private static void text(ByteBuf out, Object value, DataType type, Charset charset) {
    byte[] bytes = value instanceof byte[] raw ? raw : ResultText.of(value, type).getBytes(charset);
    PacketWriter.counted(out, bytes);
  }

  /** A row of COM_STMT_EXECUTE. */
  public static void binary(
      ByteBuf out, @Nullable Object[] row, List<DataType> types, Charset charset) {
    out.writeByte(0);
    int map = out.writerIndex();
    out.writeZero((row.length + 7 + OFFSET) / 8);
    for (int i = 0; i < row.length; i++) {
      Object value = row[i];
      if (value == null) {
        int at = map + (i + OFFSET) / 8;
        out.setByte(at, out.getByte(at) | 1 << (i + OFFSET) % 8);
      } else {
        binary(out, value, types.get(i), charset);
      }
    }
  }

  private static void binary(ByteBuf out, Object value, DataType type, Charset charset) {
    switch (FieldType.of(type).code()) {
      case FieldType.TINY -> out.writeByte((int) whole(value));
      case FieldType.SHORT -> out.writeShortLE((int) whole(value));
      case FieldType.LONG -> out.writeIntLE((int) whole(value));
      case FieldType.LONGLONG -> out.writeLongLE(whole(value));
      case FieldType.FLOAT -> out.writeFloatLE(((Number) value).floatValue());
      case FieldType.DOUBLE -> out.writeDoubleLE(((Number) value).doubleValue());
      case FieldType.DATE, FieldType.DATETIME -> moment(out, value);
      default -> text(out, value, type, charset);
    }
  }

  private static long whole(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    return ((Number) value).longValue();
  }

  /** Only the fields up to the last that is not zero are sent. */
  private static void moment(ByteBuf out, Object value) {
    if (value instanceof LocalDate date) {
      out.writeByte(4);
      date(out, date);
      return;
    }
    LocalDateTime time = (LocalDateTime) value;
    int micros = time.getNano() / NANOS_OF_MICRO;
    out.writeByte(micros == 0 ? 7 : 11);
    date(out, time.toLocalDate());
    out.writeByte(time.getHour()).writeByte(time.getMinute()).writeByte(time.getSecond());
    if (micros != 0) {
      out.writeIntLE(micros);
    }
  }

  private static void date(ByteBuf out, LocalDate date) {
    out.writeShortLE(date.getYear())
        .writeByte(date.getMonthValue())
        .writeByte(date.getDayOfMonth());
  }
}
