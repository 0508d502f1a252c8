package plimsoll.server.http;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.read.ByteInput;

/**
 * The body of a request, read as it arrives: by one thread at a time, any number of them in turn.
 */
final class RequestBody implements ByteInput {
  /*
   * Jetty hands out what the socket holds and is asked ("demand") to call when more is there. Nothing
   * is read ahead, so a slow load slows its client down by TCP's window, and a body of any size needs
   * one network buffer. The first demand is also what sends "100 Continue": as long as nobody reads,
   * a client that asked to be told waits.
   *
   * Waiting is ours, not Jetty's stream's, because a read must end when the load's time is up or when
   * another thread closes the body (a cancelled load), and then the demand is still out: it is given
   * over to the drain.
   */
  static final String NAME = "request body";

  private final Request request;
  private final long length;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable arrived = Invocable.from(Invocable.InvocationType.EITHER, this::arrived);

  private Content.@Nullable Chunk current;
  private boolean demanded;
  private boolean ended;
  private boolean closed;
  private @Nullable PlimsollException broken;
  private long received;
  private long deadline = Long.MAX_VALUE; // System.nanoTime()
  private @Nullable PlimsollException late;
  private @Nullable Drain drain;

  RequestBody(Request request) {
    this.request = request;
    this.length = request.getLength();
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Content-Length, or -1 for a body sent in chunks. */
  @Override
  public long length() {
    return length;
  }

  /** Bytes received so far. */
  long received() {
    lock.lock();
    try {
      return received;
    } finally {
      lock.unlock();
    }
  }

  /** From now on reads end with {@code failure} once the time is up. */
  void deadline(Duration fromNow, PlimsollException failure) {
    lock.lock();
    try {
      deadline = System.nanoTime() + fromNow.toNanos();
      late = failure;
    } finally {
      lock.unlock();
    }
  }

  /**
   * As in {@link ByteInput}.
   *
   * @throws PlimsollException BODY_CUT_OFF when the client is gone before the end, or the failure
   *     of the deadline
   */
  @Override
  public int read(byte[] buffer, int offset, int wanted) {
    lock.lock();
    try {
      Content.Chunk chunk = await();
      if (chunk == null) {
        return -1;
      }
      int count = Math.min(wanted, chunk.remaining());
      chunk.getByteBuffer().get(buffer, offset, count);
      received += count;
      releaseIfEmpty(chunk);
      return count;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The rest of it, at once.
   *
   * @param most bytes that it may have
   * @param otherwise what to do with more than that
   * @throws PlimsollException BODY_CUT_OFF, REFUSED
   */
  byte[] all(long most, String otherwise) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 13];
    for (int read = read(buffer, 0, buffer.length);
        read >= 0;
        read = read(buffer, 0, buffer.length)) {
      bytes.write(buffer, 0, read);
      if (bytes.size() > most) {
        throw ErrorCode.REFUSED.with("The body is longer than " + most + " bytes. " + otherwise);
      }
    }
    return bytes.toByteArray();
  }

  /** Whether every byte of the body was read; looks for the end, but waits for nothing. */
  boolean consumed() {
    lock.lock();
    try {
      if (current == null && !ended && broken == null && !demanded && drain == null) {
        take();
      }
      return ended && current == null;
    } finally {
      lock.unlock();
    }
  }

  /** Ends all reads, also one that waits in another thread. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      releaseCurrent();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** A chunk that has bytes; null at the end. */
  private Content.@Nullable Chunk await() {
    while (true) {
      if (broken != null) {
        throw broken;
      }
      if (closed) {
        throw cutOff(" (the load stopped reading)", null);
      }
      if (current != null || ended) {
        return current;
      }
      if (!demanded) {
        take();
        if (current == null && !ended && broken == null) {
          demanded = true;
          request.demand(arrived);
        }
      } else {
        awaitArrival();
      }
    }
  }

  /** Returns when there is something to take, or a reason to stop. */
  private void awaitArrival() {
    try {
      while (demanded && !closed && broken == null) {
        long left = late == null ? Long.MAX_VALUE : deadline - System.nanoTime();
        if (left > 0) {
          changed.awaitNanos(left);
        } else {
          broken = late;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      broken = cutOff(" (the load was interrupted)", e);
    }
  }

  /** Takes what Jetty has: bytes, the end, a failure, or nothing. */
  private void take() {
    Content.Chunk chunk = request.read();
    if (chunk == null) {
      return;
    }
    if (Content.Chunk.isFailure(chunk)) {
      broken = cutOff(describe(), chunk.getFailure());
      return;
    }
    ended = chunk.isLast();
    current = chunk;
    releaseIfEmpty(chunk);
  }

  private String describe() {
    return length < 0
        ? ": the connection broke after " + received + " bytes"
        : ": expected " + length + " bytes, received " + received;
  }

  private static PlimsollException cutOff(String detail, @Nullable Throwable cause) {
    return cause == null
        ? ErrorCode.BODY_CUT_OFF.with(detail)
        : ErrorCode.BODY_CUT_OFF.because(cause, detail);
  }

  private void releaseIfEmpty(Content.Chunk chunk) {
    if (!chunk.hasRemaining()) {
      releaseCurrent();
    }
  }

  private void releaseCurrent() {
    if (current != null) {
      current.release();
      current = null;
    }
  }

  /** Jetty calls this when there is something to read. */
  private void arrived() {
    lock.lock();
    try {
      demanded = false;
      changed.signalAll();
      if (drain != null) {
        drain.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Reads and drops what the client still sends, so that a client that writes before it reads gets
   * the answer that was just sent. No thread waits meanwhile.
   *
   * @param mostBytes after these the connection is closed
   * @param mostTime after this too
   * @param done called once, with whether the connection ended in order
   */
  void drain(long mostBytes, Duration mostTime, DrainEnd done) {
    lock.lock();
    try {
      closed = true;
      releaseCurrent();
      drain = new Drain(mostBytes, done);
      drain.begin(mostTime);
    } finally {
      lock.unlock();
    }
  }

  /** Told when a drain ended. */
  @FunctionalInterface
  interface DrainEnd {
    /** The body was read to its end, or not. */
    void ended(boolean whole);
  }

  /** Runs under the lock, on whichever thread Jetty calls from. */
  private final class Drain {
    private final DrainEnd done;
    private long left;
    private boolean over;
    private org.eclipse.jetty.util.thread.Scheduler.@Nullable Task timer;

    Drain(long mostBytes, DrainEnd done) {
      this.left = mostBytes;
      this.done = done;
    }

    void begin(Duration mostTime) {
      EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
      // The answer said "Connection: close": tell a client that reads to the end that this was all.
      endPoint.shutdownOutput();
      timer =
          request
              .getComponents()
              .getScheduler()
              .schedule(endPoint::close, mostTime.toMillis(), TimeUnit.MILLISECONDS);
      if (!demanded) {
        run();
      }
    }

    void run() {
      while (!over) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          demanded = true;
          request.demand(arrived);
          return;
        }
        drop(chunk);
      }
    }

    private void drop(Content.Chunk chunk) {
      if (Content.Chunk.isFailure(chunk)) {
        end(false);
        return;
      }
      left -= chunk.remaining();
      boolean last = chunk.isLast();
      chunk.release();
      if (last || left < 0) {
        end(last);
      }
    }

    private void end(boolean whole) {
      over = true;
      if (timer != null) {
        timer.cancel();
      }
      done.ended(whole);
    }
  }
}
