package plimsoll.server.mysql;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import plimsoll.server.mysql.codec.ConnectionLostException;

/**
 * A file that the client sends, as a stream. The event loop brings its bytes, one worker reads; the
 * client waits while {@value #MOST} bytes lie unread.
 */
final class ClientFile extends InputStream {
  private static final int MOST = 1 << 20;

  private final Duration patience;
  private final Runnable wantMore;
  private final Deque<ByteBuf> chunks = new ArrayDeque<>();
  private int bytes;
  private long arrived;
  private boolean paused;
  private boolean ended;
  private boolean failed;
  private boolean dropping;

  /**
   * A file that is on its way.
   *
   * @param patience longest silence of the client
   * @param wantMore makes the event loop go on after {@link #add} stopped it
   */
  ClientFile(Duration patience, Runnable wantMore) {
    this.patience = patience;
    this.wantMore = wantMore;
  }

  // ---- on the event loop

  /** Takes bytes; true if no more should come for now. */
  synchronized boolean add(ByteBuf chunk) {
    arrived += chunk.readableBytes();
    if (dropping || failed) {
      chunk.release();
      notifyAll();
      return false;
    }
    chunks.add(chunk);
    bytes += chunk.readableBytes();
    paused = bytes >= MOST;
    notifyAll();
    return paused;
  }

  /** The file is whole. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** The connection is over. */
  synchronized void fail() {
    failed = true;
    drop();
    notifyAll();
  }

  // ---- on a worker

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    ByteBuf chunk = await();
    if (chunk == null) {
      return -1;
    }
    int count = Math.min(length, chunk.readableBytes());
    chunk.readBytes(target, offset, count);
    bytes -= count;
    if (!chunk.isReadable()) {
      chunks.remove().release();
    }
    resume();
    return count;
  }

  private void resume() {
    if (paused && bytes < MOST / 2) {
      paused = false;
      wantMore.run();
    }
  }

  /** The next bytes; null at the end. */
  private @Nullable ByteBuf await() throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (chunks.isEmpty()) {
      if (dropping) {
        throw new IOException("the load was stopped");
      }
      if (failed) {
        throw new IOException("the client went away before its file was whole");
      }
      if (ended) {
        return null;
      }
      waitUntil(deadline);
    }
    return chunks.peek();
  }

  @SuppressWarnings("WaitNotInLoop") // the callers loop
  private void waitUntil(long deadline) throws IOException {
    long millis = (deadline - System.nanoTime()) / 1_000_000;
    if (millis <= 0) {
      throw new IOException("the client sent nothing for " + patience.toSeconds() + " s");
    }
    try {
      wait(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the server stops", e);
    }
  }

  private void drop() {
    chunks.forEach(ByteBuf::release);
    chunks.clear();
    bytes = 0;
  }

  /** Drops what comes from now on; does not wait for it. */
  @Override
  public synchronized void close() {
    dropping = true;
    drop();
    resume();
    notifyAll();
  }

  /** Lets the client send the rest, which nobody reads: only then it listens again. */
  synchronized void awaitOver() {
    close();
    try {
      while (!ended && !failed) {
        long before = arrived;
        waitUntil(System.nanoTime() + patience.toNanos());
        if (!ended && !failed && arrived == before) {
          throw new IOException("the client sent nothing for " + patience.toSeconds() + " s");
        }
      }
    } catch (IOException e) {
      throw new ConnectionLostException(String.valueOf(e.getMessage()));
    }
  }
}
