package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Payloads of the answers that end an exchange: OK, ERR and EOF. */
public final class Answers {
  private static final int MOST_MESSAGE = 4096;
  private static final int MOST_COUNT = 0xffff;

  private Answers() {}

  /**
   * OK.
   *
   * @param header 0, or 0xfe where it takes the place of an EOF
   * @param info for people; may be empty
   */
  public static void ok(
      ByteBuf out, int header, long affectedRows, int status, long warnings, String info) {
    out.writeByte(header);
    PacketWriter.length(out, affectedRows);
    PacketWriter.length(out, 0); // no number was generated
    out.writeShortLE(status);
    out.writeShortLE((int) Math.min(MOST_COUNT, warnings));
    if (!info.isEmpty()) {
      PacketWriter.counted(out, info); // MySQL does so, though its manual says otherwise
    }
  }

  /** EOF, for clients that still expect it. */
  public static void eof(ByteBuf out, int status, long warnings) {
    out.writeByte(0xfe);
    out.writeShortLE((int) Math.min(MOST_COUNT, warnings));
    out.writeShortLE(status);
  }

  /** ERR. Before the handshake's answer the client knows no SQLSTATE; it is sent all the same. */
  public static void error(ByteBuf out, int number, String state, String message) {
    out.writeByte(0xff);
    out.writeShortLE(number);
    out.writeByte('#');
    out.writeCharSequence(state, StandardCharsets.US_ASCII);
    String text = message.length() > MOST_MESSAGE ? message.substring(0, MOST_MESSAGE) : message;
    out.writeCharSequence(text, StandardCharsets.UTF_8);
  }
}
