package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** COM_CHANGE_USER: the connection begins anew as somebody else. */
public final class ChangeUser {
  private ChangeUser() {}

  /**
   * Reads one, in the form of a handshake's answer.
   *
   * @param message behind the command's byte
   * @param capabilities of the connection
   * @param collation of the connection, kept unless the message has one
   */
  public static HandshakeResponse read(ByteBuf message, int capabilities, int collation) {
    Fields fields = new Fields(message);
    String user = fields.zeroEnded(StandardCharsets.UTF_8);
    byte[] response = fields.bytes(fields.u8());
    String database = fields.zeroEndedOrRest(StandardCharsets.UTF_8);
    int newCollation = fields.left() >= 2 ? fields.u16() : collation;
    String plugin =
        (capabilities & Capability.PLUGIN_AUTH) != 0 && fields.left() > 0
            ? fields.zeroEndedOrRest(StandardCharsets.UTF_8)
            : "";
    return new HandshakeResponse(
        capabilities,
        newCollation,
        false,
        user,
        response,
        database.isEmpty() ? null : database,
        plugin);
  }
}
