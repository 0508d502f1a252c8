package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import plimsoll.model.DataType;

/** Describes one column of a result: ColumnDefinition41. */
public final class ColumnDefinition {
  /** Number of utf8mb4_general_ci, known to every client. */
  public static final int UTF8MB4 = 45;

  /** The collation of numbers and dates. */
  private static final int BINARY = 63;

  private static final int FIXED_FIELDS = 0x0c;
  private static final int NOT_NULL_FLAG = 1;
  private static final int MULTIPLE_KEY_FLAG = 8;
  private static final int BINARY_FLAG = 128;
  private static final int NUMBER_FLAG = 32768;

  private ColumnDefinition() {}

  /**
   * Writes the payload. Results do not tell which table a column comes from.
   *
   * @param collation MySQL's number of the one that text is sent in
   * @param nullable whether it may be NULL, as far as is known
   * @param key whether it is one of a table's key columns, which need not be unique
   */
  public static void write(
      ByteBuf out, String name, DataType type, int collation, boolean nullable, boolean key) {
    write(out, "", "", name, type, collation, flags(nullable, key));
  }

  /** Writes the payload for a column of a table. */
  public static void write(
      ByteBuf out,
      String database,
      String table,
      String name,
      DataType type,
      int collation,
      boolean nullable) {
    write(out, database, table, name, type, collation, flags(nullable, false));
  }

  private static int flags(boolean nullable, boolean key) {
    return (nullable ? 0 : NOT_NULL_FLAG) | (key ? MULTIPLE_KEY_FLAG : 0);
  }

  private static void write(
      ByteBuf out,
      String database,
      String table,
      String name,
      DataType type,
      int collation,
      int flags) {
    FieldType field = FieldType.of(type);
    PacketWriter.counted(out, "def");
    PacketWriter.counted(out, database);
    PacketWriter.counted(out, table);
    PacketWriter.counted(out, table);
    PacketWriter.counted(out, name);
    PacketWriter.counted(out, name);
    out.writeByte(FIXED_FIELDS);
    out.writeShortLE(field.text() ? collation : BINARY);
    out.writeIntLE((int) Math.min(0xffffffffL, field.length()));
    out.writeByte(field.code());
    out.writeShortLE(flags | flags(field));
    out.writeByte(field.decimals());
    out.writeZero(2);
  }

  private static int flags(FieldType field) {
    if (field.text()) {
      return 0;
    }
    return switch (field.code()) {
      case FieldType.DATE, FieldType.DATETIME, FieldType.BLOB, FieldType.VAR_STRING -> BINARY_FLAG;
      default -> BINARY_FLAG | NUMBER_FLAG;
    };
  }

  /** Describes a parameter of a prepared statement: text, since it may become anything. */
  public static void writeParameter(ByteBuf out) {
    write(out, "?", DataType.Scalar.STRING, UTF8MB4, true, false);
  }
}
