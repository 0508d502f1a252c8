package plimsoll.load;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.flow.Progress;
import plimsoll.model.RejectedRow;
import plimsoll.storage.OutputFile;
import plimsoll.storage.Storage;

/**
 * The rejected rows of one load as a file of JSON lines, one object a row, in input order. Created
 * with the first row; counts go on when the file has reached its limit.
 */
final class RejectFile extends OrderedRejects {
  static final long MOST_BYTES = 64L << 20;
  private static final int ROW_OVERHEAD = 200; // names, numbers and objects of one row, about
  private static final String PREFIX = "error_log_";
  private static final String EXTENSION = ".jsonl";
  private static final int ID_DIGITS = 16;
  private static final Pattern NAME =
      Pattern.compile(PREFIX + "[0-7][0-9a-f]{15}_[0-9a-f]{16}\\" + EXTENSION);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final JsonFactory JSON = new JsonFactory();

  private final Storage storage;
  private final String directory;
  private final String name;
  private @Nullable OutputFile file;
  private final AtomicLong heldBytes = new AtomicLong();
  private boolean full;
  private boolean finished;
  private boolean mayRemain;

  RejectFile(Storage storage, String directory, long loadId, Progress progress) {
    this(storage, directory, loadId, progress, -1);
  }

  /** As above; more bad rows than {@code maxErrors} stop the load, unless that is negative. */
  RejectFile(Storage storage, String directory, long loadId, Progress progress, long maxErrors) {
    super(progress, maxErrors);
    this.storage = storage;
    this.directory = directory;
    this.name = newName(loadId);
  }

  private static String newName(long loadId) {
    long secret = RANDOM.nextLong(); // who knows the name may read the rows
    return String.format(Locale.ROOT, "%s%016x_%016x", PREFIX, loadId, secret);
  }

  /** The name by which a record refers to the file at a path; empty if it is none of these. */
  static Optional<String> name(String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    return NAME.matcher(file).matches()
        ? Optional.of(file.substring(0, file.length() - EXTENSION.length()))
        : Optional.empty();
  }

  /** Id of the load that made a file of that name. */
  static long loadId(String name) {
    return Long.parseLong(name.substring(PREFIX.length(), PREFIX.length() + ID_DIGITS), 16);
  }

  /** The name that clients ask for it by; null if no row was rejected. */
  synchronized @Nullable String name() {
    return file == null ? null : name;
  }

  /** Whether a file that nothing names may be there, now or after a power cut. */
  synchronized boolean mayRemain() {
    return mayRemain;
  }

  @Override
  boolean holds(String column, ErrorCode error, int rawLength, int heldInChunk) {
    if (heldBytes.get() > MOST_BYTES) {
      return false; // counted; the file is, or will be, as long as it may get
    }
    heldBytes.addAndGet(ROW_OVERHEAD + rawLength);
    return true;
  }

  @Override
  boolean keepsMisfits() {
    return false;
  }

  @Override
  void nulled(String column) {
    // the load's record has the number
  }

  @Override
  void append(RejectedRow row) {
    if (full) {
      return;
    }
    try {
      OutputFile out = file;
      if (out == null) {
        out = storage.create(path());
        file = out;
      }
      byte[] line = json(row);
      out.write(line, 0, line.length);
      full = out.position() > MOST_BYTES;
    } catch (IOException e) {
      throw IoFailures.explain(e, directory);
    }
  }

  private static byte[] json(RejectedRow row) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("source", row.source());
      json.writeNumberField("line", row.line());
      json.writeNumberField("byte_offset", row.byteOffset());
      json.writeStringField("column", row.column());
      json.writeStringField("value", row.value());
      json.writeStringField("error", row.error().name());
      json.writeStringField("reason", row.reason());
      json.writeStringField("raw", row.raw());
      json.writeEndObject();
    }
    bytes.write('\n');
    return bytes.toByteArray();
  }

  /** Makes the file durable, so that the load's record can name it. Again has no effect. */
  synchronized void finish() {
    OutputFile out = file;
    if (out == null || finished) {
      return;
    }
    finished = true;
    try {
      appendRest();
      out.sync();
      out.close();
      storage.syncDirectory(directory);
    } catch (IOException e) {
      remove(e);
      throw IoFailures.explain(e, directory);
    }
  }

  /** A file that may not survive must not be named. */
  private void remove(IOException cause) {
    file = null;
    full = true;
    mayRemain = true;
    try {
      storage.delete(path());
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  private String path() {
    return directory + "/" + name + EXTENSION;
  }
}
