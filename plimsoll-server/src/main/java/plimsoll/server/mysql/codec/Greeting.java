package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;

/**
 * The server's first message: HandshakeV10.
 *
 * @param version of the server, as drivers read it
 * @param connectionId what {@code CONNECTION_ID()} and {@code KILL} know it by
 * @param capabilities what the server speaks
 * @param nonce 20 bytes that the client's answer is computed with, none of them zero
 * @param plugin how the server would like to authenticate
 */
public record Greeting(
    String version, int connectionId, int capabilities, byte[] nonce, String plugin) {
  /** Bytes of a nonce. */
  public static final int NONCE = 20;

  private static final int PROTOCOL_VERSION = 10;
  private static final int FIRST_PART = 8;
  private static final int RESERVED = 10;

  /** Writes the payload. */
  public void write(ByteBuf out) {
    out.writeByte(PROTOCOL_VERSION);
    PacketWriter.zeroEnded(out, version);
    out.writeIntLE(connectionId);
    out.writeBytes(nonce, 0, FIRST_PART).writeByte(0);
    out.writeShortLE(capabilities & 0xffff);
    out.writeByte(ColumnDefinition.UTF8MB4);
    out.writeShortLE(ServerStatus.AUTOCOMMIT);
    out.writeShortLE(capabilities >>> 16);
    out.writeByte(NONCE + 1);
    out.writeZero(RESERVED);
    out.writeBytes(nonce, FIRST_PART, NONCE - FIRST_PART).writeByte(0);
    PacketWriter.zeroEnded(out, plugin);
  }

  /** Asks the client to authenticate in another way. */
  public static void writeSwitch(ByteBuf out, String plugin, byte[] nonce) {
    out.writeByte(0xfe);
    PacketWriter.zeroEnded(out, plugin);
    out.writeBytes(nonce).writeByte(0);
  }
}
