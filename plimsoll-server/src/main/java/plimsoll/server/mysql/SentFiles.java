package plimsoll.server.mysql;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.server.mysql.codec.Capability;
import plimsoll.server.mysql.codec.PacketReader;

/**
 * Files that a client is asked for, one at a time: a worker reads what the event loop passes on.
 */
final class SentFiles {
  private final Link link;
  private final PacketReader reader;
  private final Duration longestSilence;
  private final IntSupplier capabilities;
  private volatile @Nullable ClientFile file;

  /**
   * Asks over that link.
   *
   * @param capabilities what client and server both speak
   */
  SentFiles(Link link, PacketReader reader, Duration longestSilence, IntSupplier capabilities) {
    this.link = link;
    this.reader = reader;
    this.longestSilence = longestSilence;
    this.capabilities = capabilities;
  }

  /** On a worker: asks for the file; the event loop passes on what comes. */
  ClientFile open(String path) {
    if ((capabilities.getAsInt() & Capability.LOCAL_FILES) == 0) {
      throw ErrorCode.REFUSED.with(
          "The client does not send files. Allow it there, for example with --local-infile=1 or"
              + " allowLoadLocalInfile=true.");
    }
    ClientFile opened = new ClientFile(longestSilence, () -> link.onLoop(reader::wantStream));
    file = opened;
    ByteBuf out = link.writer().begin();
    out.writeByte(0xfb);
    out.writeCharSequence(path, StandardCharsets.UTF_8);
    link.send();
    link.onLoop(() -> listen(opened));
    return opened;
  }

  private void listen(ClientFile opened) {
    if (link.isClosed()) {
      opened.fail();
    } else {
      reader.wantStream();
    }
  }

  /** On a worker: the client listens again only when it has sent its whole file. */
  void finish() {
    ClientFile sent = file;
    if (sent != null) {
      sent.awaitOver();
      file = null;
    }
  }

  void chunk(ByteBuf chunk) {
    ClientFile receiving = file;
    if (receiving == null) {
      chunk.release();
    } else if (receiving.add(chunk)) {
      reader.wantNothing();
    }
  }

  void ended() {
    ClientFile receiving = file;
    if (receiving != null) {
      receiving.end();
    }
  }

  /** The client is gone: whoever reads is told. */
  void fail() {
    ClientFile receiving = file;
    if (receiving != null) {
      receiving.fail();
    }
  }
}
