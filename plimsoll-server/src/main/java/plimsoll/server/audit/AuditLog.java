package plimsoll.server.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines, readable by its owner only. When it is full it becomes {@code .1}, what was
 * {@code .1} becomes {@code .2}, and the oldest goes. Lines are handed to the operating system when
 * they are written and not synced: they survive the process, not a power cut.
 *
 * <p>What cannot be written is said in the server's log, once until it works again: a full disk
 * must not stop the server. Safe for many threads.
 */
public final class AuditLog implements AutoCloseable {
  /** Keeps nothing. */
  public static final AuditLog NONE = new AuditLog(null, 0);

  private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL_LINE_BYTES = 512;
  private static final int KEPT = 5;

  private static final int MILLIS_TO_WAIT = 50;

  private final @Nullable Path file;
  private final long mostBytes;
  private final WaitingLines lines = new WaitingLines();
  private final ScheduledExecutorService soon =
      new ScheduledThreadPoolExecutor(1, AuditLog::thread, new DiscardPolicy()); // when closed
  private @Nullable OutputStream out;
  private long bytes;
  private boolean failing;
  private boolean closed;

  private AuditLog(@Nullable Path file, long mostBytes) {
    this.file = file;
    this.mostBytes = mostBytes;
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "plimsoll-audit");
    thread.setDaemon(true);
    return thread;
  }

  /** A log in that file, opened by its first line. */
  public static AuditLog in(Path file, long mostBytes) {
    return new AuditLog(file, mostBytes);
  }

  /** Adds a line. */
  public void write(AuditEntry entry) {
    Path target = file;
    if (target != null) {
      lines.add(line(entry));
      flush(target);
    }
  }

  /**
   * Adds a line soon, for what comes by the thousand and changes nothing: while other files are
   * synced, adding to one may take a tenth of a second. A process that dies may take the lines of
   * its last moments along.
   */
  public void writeSoon(AuditEntry entry) {
    Path target = file;
    if (target == null) {
      return;
    }
    switch (lines.add(line(entry))) {
      case FIRST -> {
        Future<?> unusedAsItFailsNowhere =
            soon.schedule(() -> flush(target), MILLIS_TO_WAIT, TimeUnit.MILLISECONDS);
      }
      case MORE -> {}
      case TOO_MANY -> flush(target);
    }
  }

  /** Whether {@link #writeSoon} may have to write: the disk does not keep up. */
  public boolean isBehind() {
    return lines.areMany();
  }

  /** Behind it, every line added before is written. */
  private synchronized void flush(Path target) {
    byte[] waiting = lines.take();
    if (waiting.length > 0) {
      write(target, waiting);
    }
  }

  private void write(Path target, byte[] text) {
    if (closed) {
      return;
    }
    try {
      if (out != null && bytes + text.length > mostBytes) {
        rotate(target);
      }
      OutputStream open = out != null ? out : open(target);
      open.write(text);
      bytes += text.length;
      failing = false;
    } catch (IOException e) {
      if (!failing) {
        LOG.error("The audit log {} cannot be written", target, e);
      }
      failing = true;
    }
  }

  private OutputStream open(Path target) throws IOException {
    if (!Files.exists(target)
        && Files.getFileStore(target.toAbsolutePath().getParent())
            .supportsFileAttributeView("posix")) {
      Files.createFile(
          target,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    OutputStream opened =
        Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    bytes = Files.size(target);
    out = opened;
    return opened;
  }

  private void rotate(Path target) throws IOException {
    shut();
    for (int number = KEPT - 1; number >= 1; number--) {
      Path from = numbered(target, number);
      if (Files.exists(from)) {
        Files.move(from, numbered(target, number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.move(target, numbered(target, 1), StandardCopyOption.REPLACE_EXISTING);
  }

  private static Path numbered(Path target, int number) {
    return target.resolveSibling(target.getFileName() + "." + number);
  }

  private static byte[] line(AuditEntry entry) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(USUAL_LINE_BYTES);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", entry.time().toString());
      json.writeStringField("user", entry.user());
      json.writeStringField("address", entry.address());
      json.writeStringField("frontEnd", entry.frontEnd());
      json.writeStringField("statement", entry.statement());
      json.writeArrayFieldStart("tables");
      for (String table : entry.tables()) {
        json.writeString(table);
      }
      json.writeEndArray();
      json.writeStringField("outcome", entry.outcome());
      json.writeNumberField("rows", entry.rows());
      json.writeNumberField("ms", entry.millis());
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("a line of JSON that cannot be written to memory", e);
    }
    return line.toByteArray();
  }

  private void shut() throws IOException {
    OutputStream open = out;
    out = null;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public synchronized void close() {
    soon.shutdown();
    if (file != null) {
      flush(file);
    }
    closed = true;
    try {
      shut();
    } catch (IOException e) {
      LOG.warn("The audit log {} did not close", file, e);
    }
  }
}
