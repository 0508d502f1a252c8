package plimsoll.pipeline.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Text in any encoding as UTF-8. What is no text in that encoding becomes the byte 0xFF, which
 * UTF-8 never has: the row that it lies in is found bad later, and only that row.
 */
final class TranscodedStream extends InputStream {
  private static final int CHARS = 1 << 15;
  private static final byte NO_TEXT = (byte) 0xFF;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
  private final ByteBuffer raw = ByteBuffer.allocate(CHARS).flip();
  private final CharBuffer chars = CharBuffer.allocate(CHARS).flip();
  private final ByteBuffer out = ByteBuffer.allocate(4 * CHARS).flip();
  private boolean inputEnded;
  private boolean flushed;

  TranscodedStream(InputStream in, Charset from) {
    this.in = in;
    this.decoder =
        from.newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    encoder.onMalformedInput(CodingErrorAction.REPORT);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    while (!out.hasRemaining()) {
      if (flushed) {
        return -1;
      }
      convert();
    }
    int take = Math.min(length, out.remaining());
    out.get(buffer, offset, take);
    return take;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  private void convert() throws IOException {
    out.clear();
    if (!inputEnded) {
      fill();
    }
    boolean more = true;
    while (more && out.remaining() > CHARS) {
      more = decode();
    }
    out.flip();
  }

  private void fill() throws IOException {
    raw.compact();
    while (raw.hasRemaining() && !inputEnded) {
      int read = in.read(raw.array(), raw.position(), raw.remaining());
      inputEnded = read < 0;
      raw.position(raw.position() + Math.max(0, read));
    }
    raw.flip();
  }

  /** Decodes a part of what was read; false if more must be read, or all is done. */
  private boolean decode() {
    chars.clear().limit(chars.capacity() / 4);
    CoderResult result = decoder.decode(raw, chars, inputEnded);
    boolean done = result.isUnderflow() && inputEnded && decoder.flush(chars).isUnderflow();
    chars.flip();
    encode();
    if (result.isError()) {
      raw.position(raw.position() + result.length());
      out.put(NO_TEXT);
      return true;
    }
    flushed = done;
    return !result.isUnderflow();
  }

  /** Surrogates come in pairs from a decoder, except from some: then they are no text. */
  private void encode() {
    while (chars.hasRemaining()) {
      CoderResult result = encoder.encode(chars, out, true);
      if (result.isError()) {
        chars.position(chars.position() + result.length());
        out.put(NO_TEXT);
      }
    }
    encoder.reset();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
