package plimsoll.server.mysql.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.Charset;

/**
 * Reads the fields of one message, from front to back. Numbers are little-endian. Whatever is not
 * there is a {@link WireException}; nothing else is ever thrown.
 */
public final class Fields {
  /** What {@link #length} gives for NULL. */
  public static final long NULL = -1;

  private final ByteBuf bytes;

  /** The unread bytes of a message; it stays the caller's to release. */
  public Fields(ByteBuf bytes) {
    this.bytes = bytes;
  }

  /** Bytes that are left. */
  public int left() {
    return bytes.readableBytes();
  }

  private void require(long count) {
    if (count < 0 || count > bytes.readableBytes()) {
      throw WireException.malformed(
          "a field needs " + count + " bytes, " + bytes.readableBytes() + " are left");
    }
  }

  /** One byte, 0 to 255. */
  public int u8() {
    require(1);
    return bytes.readUnsignedByte();
  }

  /** Two bytes, unsigned. */
  public int u16() {
    require(2);
    return bytes.readUnsignedShortLE();
  }

  /** Four bytes as they are; unsigned where the field is. */
  public int i32() {
    require(4);
    return bytes.readIntLE();
  }

  /** Eight bytes as they are. */
  public long i64() {
    require(8);
    return bytes.readLongLE();
  }

  /** A length-encoded number; {@link #NULL} for NULL. */
  public long length() {
    int first = u8();
    return switch (first) {
      case 0xfb -> NULL;
      case 0xfc -> u16();
      case 0xfd -> {
        require(3);
        yield bytes.readUnsignedMediumLE();
      }
      case 0xfe -> checkedLength(i64());
      case 0xff -> throw WireException.malformed("a length begins with 255");
      default -> first;
    };
  }

  private static long checkedLength(long length) {
    if (length < 0) {
      throw WireException.malformed("a length is above 2^63");
    }
    return length;
  }

  /** So many bytes. */
  public byte[] bytes(long count) {
    require(count);
    byte[] read = new byte[(int) count];
    bytes.readBytes(read);
    return read;
  }

  /** Bytes behind their length. */
  public byte[] counted() {
    return bytes(countOf());
  }

  /** Text behind its length. */
  public String countedText(Charset charset) {
    long count = countOf();
    require(count);
    return bytes.readCharSequence((int) count, charset).toString();
  }

  private long countOf() {
    long count = length();
    if (count == NULL) {
      throw WireException.malformed("NULL where a text must be");
    }
    return count;
  }

  /** Text up to a zero byte. */
  public String zeroEnded(Charset charset) {
    int end = bytes.bytesBefore((byte) 0);
    if (end < 0) {
      throw WireException.malformed("a text has no end");
    }
    String text = bytes.readCharSequence(end, charset).toString();
    bytes.skipBytes(1);
    return text;
  }

  /** As {@link #zeroEnded}, also ended by the end of the message. */
  public String zeroEndedOrRest(Charset charset) {
    return bytes.bytesBefore((byte) 0) < 0 ? rest(charset) : zeroEnded(charset);
  }

  /** All that is left, as text. */
  public String rest(Charset charset) {
    return bytes.readCharSequence(left(), charset).toString();
  }

  /** All that is left. */
  public byte[] rest() {
    return ByteBufUtil.getBytes(bytes.readSlice(left()));
  }

  /** Passes over bytes. */
  public void skip(int count) {
    require(count);
    bytes.skipBytes(count);
  }
}
