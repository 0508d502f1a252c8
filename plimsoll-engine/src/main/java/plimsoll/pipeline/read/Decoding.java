package plimsoll.pipeline.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.flow.Unpacker;
import plimsoll.model.Compression;

/**
 * What turns the bytes of an input into the text that is parsed: they are unpacked, and converted
 * to UTF-8.
 *
 * @param compression how inputs are compressed
 * @param encoding what the unpacked bytes are
 * @param unpacker knows the compressions
 */
public record Decoding(Compression compression, Charset encoding, Unpacker unpacker) {
  /** Inputs are read as they are. */
  public static final Decoding PLAIN =
      new Decoding(
          Compression.NONE,
          StandardCharsets.UTF_8,
          (kind, packed) -> {
            throw new IllegalStateException("nothing is compressed");
          });

  /** Whether an input of that name is to be decoded at all. */
  public boolean applies(String name) {
    return compression.of(name) != Compression.NONE || !encoding.equals(StandardCharsets.UTF_8);
  }

  /** An input as its bytes are to be read. */
  public ByteInput open(ByteInput raw) {
    return applies(raw.name()) ? open(raw, new ContentDigest().begin(), bytes -> {}) : raw;
  }

  /**
   * The decoded bytes of {@code raw}, whose own bytes go to {@code digest} as they are read, and
   * their number to {@code taken}.
   */
  ByteInput open(ByteInput raw, ContentDigest.Input digest, LongConsumer taken) {
    return new Decoded(raw, digest, taken);
  }

  private InputStream stream(String name, InputStream raw) throws IOException {
    Compression kind = compression.of(name);
    InputStream unpacked = kind == Compression.NONE ? raw : unpacker.open(kind, raw);
    return encoding.equals(StandardCharsets.UTF_8)
        ? unpacked
        : new TranscodedStream(unpacked, encoding);
  }

  private PlimsollException damaged(IOException e, String name, long position) {
    String why = e.getMessage() == null ? "it ends too early" : e.getMessage();
    return ErrorCode.BAD_COMPRESSION.because(
        e,
        name,
        compression.of(name).name().toLowerCase(Locale.ROOT),
        position,
        e instanceof java.io.EOFException ? "it ends too early" : strip(why));
  }

  private static String strip(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }

  private final class Decoded implements ByteInput {
    private final ByteInput raw;
    private final RawBytes counted;
    private @Nullable InputStream in; // opened by the first read, which may wait for bytes

    Decoded(ByteInput raw, ContentDigest.Input digest, LongConsumer taken) {
      this.raw = raw;
      this.counted = new RawBytes(raw, digest, taken);
    }

    @Override
    public String name() {
      return raw.name();
    }

    @Override
    public long length() {
      return raw.length();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        return stream().read(buffer, offset, length);
      } catch (RawBytes.RawFailure e) {
        throw e.rethrow();
      } catch (IOException e) {
        throw damaged(e, raw.name(), counted.position());
      }
    }

    private InputStream stream() throws IOException {
      InputStream opened = in;
      if (opened == null) {
        opened = Decoding.this.stream(raw.name(), counted);
        in = opened;
      }
      return opened;
    }

    /** Gives memory back that lies outside the heap. */
    @Override
    public void close() throws IOException {
      try {
        if (in != null) {
          in.close();
        }
      } finally {
        raw.close();
      }
    }
  }
}
