package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The client's first message: HandshakeResponse41, or an SSLRequest, which is its beginning.
 *
 * @param capabilities what the client wants of what was offered
 * @param collation of the client's text, MySQL's number
 * @param wantsTls the client goes on in TLS; the fields below are empty then
 * @param user who
 * @param authResponse computed from the password and the nonce
 * @param database to begin in, null for none
 * @param plugin by which {@code authResponse} was computed; empty for the oldest
 */
public record HandshakeResponse(
    int capabilities,
    int collation,
    boolean wantsTls,
    String user,
    byte[] authResponse,
    @Nullable String database,
    String plugin) {
  private static final int RESERVED = 23;
  private static final byte[] NONE = {};

  /**
   * Reads one.
   *
   * @param overTls the connection is in TLS already
   * @param offered capabilities of the server's greeting
   * @throws WireException HANDSHAKE or MALFORMED_PACKET
   */
  public static HandshakeResponse read(ByteBuf message, boolean overTls, int offered) {
    Fields fields = new Fields(message);
    int capabilities = fields.i32() & offered;
    if ((capabilities & Capability.PROTOCOL_41) == 0) {
      throw WireException.malformed("the client does not speak the protocol of MySQL 4.1");
    }
    fields.skip(4); // the client's largest packet: we send rows whole anyway
    int collation = fields.u8();
    fields.skip(RESERVED);
    boolean wantsTls = (capabilities & Capability.SSL) != 0 && !overTls;
    return wantsTls
        ? new HandshakeResponse(capabilities, collation, true, "", NONE, null, "")
        : rest(fields, capabilities, collation);
  }

  private static HandshakeResponse rest(Fields fields, int capabilities, int collation) {
    String user = fields.zeroEnded(StandardCharsets.UTF_8);
    byte[] response = authResponse(fields, capabilities);
    String database = null;
    if ((capabilities & Capability.CONNECT_WITH_DB) != 0 && fields.left() > 0) {
      database = fields.zeroEndedOrRest(StandardCharsets.UTF_8);
    }
    String plugin = "";
    if ((capabilities & Capability.PLUGIN_AUTH) != 0 && fields.left() > 0) {
      plugin = fields.zeroEndedOrRest(StandardCharsets.UTF_8);
    }
    // What may follow, the connection's attributes, only describes the client.
    return new HandshakeResponse(
        capabilities, collation, false, user, response, emptyToNull(database), plugin);
  }

  private static byte[] authResponse(Fields fields, int capabilities) {
    if ((capabilities & Capability.LENENC_AUTH_DATA) != 0) {
      return fields.counted();
    }
    if ((capabilities & Capability.SECURE_CONNECTION) != 0) {
      return fields.bytes(fields.u8());
    }
    return fields.zeroEnded(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
