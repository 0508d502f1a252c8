package plimsoll.fuzz;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import plimsoll.server.mysql.codec.Capability;
import plimsoll.server.mysql.codec.Command;
import plimsoll.server.mysql.codec.FieldType;
import plimsoll.server.mysql.codec.PacketWriter;

/** Connections as real clients have them, for {@link PacketsTarget} to begin with. */
final class PacketSeeds {
  private static final byte FRAMED = 1;
  private static final byte CUT = 7;
  private static final int HANDSHAKE_NUMBER = 1;
  private static final String NATIVE = "mysql_native_password";

  private final ByteBuf framed = Unpooled.buffer();
  private final ByteBuf raw = Unpooled.buffer();

  private PacketSeeds() {
    framed.writeByte(FRAMED).writeByte(CUT);
    raw.writeByte(0).writeByte(CUT);
  }

  /** All of them, each once as messages and once as packets. */
  static List<byte[]> all() {
    List<byte[]> seeds = new ArrayList<>();
    for (PacketSeeds seed :
        List.of(
            logins(NATIVE), logins("caching_sha2_password"), tls(), texts(), file(), oldest())) {
      seed.addTo(seeds);
    }
    for (int type : types()) {
      prepared(type, false).addTo(seeds);
      prepared(type, true).addTo(seeds);
    }
    return seeds;
  }

  private void addTo(List<byte[]> seeds) {
    seeds.add(ByteBufUtil.getBytes(framed));
    seeds.add(ByteBufUtil.getBytes(raw));
  }

  private PacketSeeds send(int number, ByteBuf message) {
    raw.writeMediumLE(message.readableBytes()).writeByte(number).writeBytes(message.duplicate());
    framed.writeByte(Math.min(0xff, message.readableBytes())).writeBytes(message);
    return this;
  }

  private PacketSeeds command(Command command, String rest) {
    return command(command, rest.getBytes(StandardCharsets.UTF_8));
  }

  private PacketSeeds command(Command command, byte[] rest) {
    return send(0, Unpooled.buffer().writeByte(command.code()).writeBytes(rest));
  }

  // ---- logins

  private static PacketSeeds begun(String plugin) {
    return new PacketSeeds().send(HANDSHAKE_NUMBER, response(Capability.SERVER, 45, plugin));
  }

  private static ByteBuf response(int capabilities, int collation, String plugin) {
    ByteBuf out = Unpooled.buffer();
    out.writeIntLE(capabilities & ~Capability.SSL).writeIntLE(1 << 24).writeByte(collation);
    out.writeZero(23);
    PacketWriter.zeroEnded(out, "root");
    PacketWriter.counted(out, new byte[20]);
    PacketWriter.zeroEnded(out, "demo");
    PacketWriter.zeroEnded(out, plugin);
    PacketWriter.counted(out, "\4_pid\0011\3_os\5Linux");
    return out;
  }

  private static PacketSeeds logins(String plugin) {
    PacketSeeds seed = begun(plugin);
    if (!plugin.equals(NATIVE)) {
      seed.send(3, Unpooled.buffer().writeBytes(new byte[32]));
    }
    ByteBuf change = Unpooled.buffer();
    PacketWriter.zeroEnded(change, "ann");
    PacketWriter.counted(change, new byte[20]);
    PacketWriter.zeroEnded(change, "other");
    change.writeShortLE(8);
    PacketWriter.zeroEnded(change, NATIVE);
    return seed.command(Command.PING, "")
        .command(Command.CHANGE_USER, ByteBufUtil.getBytes(change))
        .command(Command.QUERY, "SELECT 'é'")
        .command(Command.QUIT, "");
  }

  private static PacketSeeds tls() {
    ByteBuf request = Unpooled.buffer();
    request.writeIntLE(Capability.SERVER).writeIntLE(1 << 24).writeByte(33).writeZero(23);
    return new PacketSeeds()
        .send(HANDSHAKE_NUMBER, request)
        .send(HANDSHAKE_NUMBER + 1, response(Capability.SERVER, 33, NATIVE));
  }

  private static PacketSeeds oldest() {
    ByteBuf out = Unpooled.buffer();
    out.writeIntLE(Capability.PROTOCOL_41).writeIntLE(1 << 24).writeByte(8).writeZero(23);
    PacketWriter.zeroEnded(out, "root");
    PacketWriter.zeroEnded(out, "scramble");
    return new PacketSeeds().send(HANDSHAKE_NUMBER, out);
  }

  // ---- commands

  private static PacketSeeds texts() {
    return begun(NATIVE)
        .command(Command.INIT_DB, "demo")
        .command(Command.QUERY, "SELECT 1; SELECT '?'")
        .command(Command.FIELD_LIST, "t\0%")
        .command(Command.STATISTICS, "")
        .command(Command.PROCESS_KILL, new byte[] {7, 0, 0, 0})
        .command(Command.SET_OPTION, new byte[] {1, 0})
        .command(Command.RESET_CONNECTION, "")
        .command(Command.QUIT, "");
  }

  private static PacketSeeds file() {
    return begun(NATIVE)
        .command(Command.QUERY, "LOAD DATA LOCAL INFILE 'a.csv' INTO TABLE t")
        .send(2, Unpooled.copiedBuffer("1,a\n2,b\n", StandardCharsets.UTF_8))
        .send(3, Unpooled.copiedBuffer("3,c\n", StandardCharsets.UTF_8))
        .send(4, Unpooled.buffer())
        .command(Command.PING, "");
  }

  private static List<Integer> types() {
    return List.of(
        FieldType.DECIMAL,
        FieldType.TINY,
        FieldType.SHORT,
        FieldType.LONG,
        FieldType.FLOAT,
        FieldType.DOUBLE,
        FieldType.NULL,
        FieldType.TIMESTAMP,
        FieldType.LONGLONG,
        FieldType.INT24,
        FieldType.DATE,
        FieldType.TIME,
        FieldType.DATETIME,
        FieldType.YEAR,
        FieldType.VARCHAR,
        FieldType.NEWDECIMAL,
        FieldType.JSON,
        FieldType.BLOB,
        FieldType.STRING);
  }

  private static PacketSeeds prepared(int type, boolean unsigned) {
    ByteBuf execute = Unpooled.buffer();
    execute.writeIntLE(0).writeByte(0).writeIntLE(1);
    execute.writeByte(0b100).writeByte(1); // the third is NULL
    for (int i = 0; i < 3; i++) {
      execute.writeByte(type).writeByte(unsigned ? 0x80 : 0);
    }
    value(execute, type);
    value(execute, type);
    byte[] all = ByteBufUtil.getBytes(execute);
    return begun(NATIVE)
        .command(Command.STMT_PREPARE, "INSERT INTO t VALUES (?, '?', ?, `?`, ?) -- ?")
        .command(Command.STMT_EXECUTE, all)
        .command(Command.STMT_SEND_LONG_DATA, "\0\0\0\0\1\0it's \\ \"long\"")
        .command(Command.STMT_EXECUTE, all)
        .command(Command.STMT_RESET, new byte[4])
        .command(Command.STMT_CLOSE, new byte[4]);
  }

  private static void value(ByteBuf out, int type) {
    switch (type) {
      case FieldType.NULL -> {}
      case FieldType.TINY -> out.writeByte(200);
      case FieldType.SHORT, FieldType.YEAR -> out.writeShortLE(40_000);
      case FieldType.LONG, FieldType.INT24 -> out.writeIntLE(-2);
      case FieldType.FLOAT -> out.writeFloatLE(1.5e-20f);
      case FieldType.LONGLONG -> out.writeLongLE(-3);
      case FieldType.DOUBLE -> out.writeDoubleLE(-2.5e300);
      case FieldType.DATE -> out.writeByte(4).writeShortLE(2024).writeByte(2).writeByte(29);
      case FieldType.DATETIME, FieldType.TIMESTAMP ->
          out.writeByte(11)
              .writeShortLE(2024)
              .writeByte(2)
              .writeByte(29)
              .writeByte(13)
              .writeByte(14)
              .writeByte(15)
              .writeIntLE(123_456);
      case FieldType.TIME ->
          out.writeByte(12)
              .writeByte(1)
              .writeIntLE(2)
              .writeByte(3)
              .writeByte(4)
              .writeByte(5)
              .writeIntLE(6);
      case FieldType.DECIMAL, FieldType.NEWDECIMAL -> PacketWriter.counted(out, "-12.50");
      default -> PacketWriter.counted(out, "it's \"\\ ?");
    }
  }
}
