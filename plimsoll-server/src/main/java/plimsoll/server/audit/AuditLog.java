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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines, readable by its owner only. When it is full it becomes {@code .1}, what was
 * {@code .1} becomes {@code .2}, and the oldest goes. Lines are handed to the operating system one
 * by one and not synced: they survive the process, not a power cut.
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

  private final @Nullable Path file;
  private final long mostBytes;
  private @Nullable OutputStream out;
  private long bytes;
  private boolean failing;
  private boolean closed;

  private AuditLog(@Nullable Path file, long mostBytes) {
    this.file = file;
    this.mostBytes = mostBytes;
  }

  /** A log in that file, opened by its first line. */
  public static AuditLog in(Path file, long mostBytes) {
    return new AuditLog(file, mostBytes);
  }

  /** Adds a line. */
  public void write(AuditEntry entry) {
    Path target = file;
    if (target != null) {
      write(target, line(entry));
    }
  }

  private synchronized void write(Path target, byte[] line) {
    if (closed) {
      return;
    }
    try {
      if (out != null && bytes + line.length > mostBytes) {
        rotate(target);
      }
      OutputStream open = out != null ? out : open(target);
      open.write(line);
      bytes += line.length;
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
    closed = true;
    try {
      shut();
    } catch (IOException e) {
      LOG.warn("The audit log {} did not close", file, e);
    }
  }
}
