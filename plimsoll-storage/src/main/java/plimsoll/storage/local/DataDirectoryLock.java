package plimsoll.storage.local;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import plimsoll.error.ErrorCode;

/**
 * Holds a data directory for one process. The operating system's lock on the open file {@code lock}
 * decides, and ends with the process however that ends; what the file says only informs.
 *
 * <p>Next to it lies {@code token}, readable by its owner alone: who can read it may speak to the
 * server that holds the directory.
 */
public final class DataDirectoryLock implements Closeable {
  private static final String LOCK = "lock";
  private static final String TOKEN = "token";
  private static final int TOKEN_BYTES = 32;
  private static final int SECRET_BYTES = 32;

  /*
   * Closing any descriptor of a file drops all POSIX locks that the process has on it. So a directory
   * that this process holds is never opened a second time: this map is asked first.
   */
  private static final Map<Path, DataDirectoryLock> HELD = new ConcurrentHashMap<>();

  private final Path directory;
  private final FileChannel channel;
  private volatile Holder holder;

  private DataDirectoryLock(Path directory, FileChannel channel, Holder holder) {
    this.directory = directory;
    this.channel = channel;
    this.holder = holder;
  }

  /**
   * Takes the directory, which is made if absent, for its owner alone. The holder is this process,
   * without ports.
   *
   * @throws plimsoll.error.PlimsollException DATA_DIRECTORY_HELD, naming the holder, if another
   *     process or another part of this one has it
   */
  public static DataDirectoryLock acquire(Path dataDirectory) throws IOException {
    OwnerOnly.makeDirectory(dataDirectory);
    Path directory = dataDirectory.toRealPath();
    synchronized (HELD) {
      if (HELD.containsKey(directory)) {
        throw held(directory);
      }
      DataDirectoryLock lock = lock(directory);
      HELD.put(directory, lock);
      return lock;
    }
  }

  private static DataDirectoryLock lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
    boolean taken = false;
    try {
      taken = channel.tryLock() != null;
      if (!taken) {
        throw held(directory);
      }
      DataDirectoryLock lock = new DataDirectoryLock(directory, channel, Holder.self());
      lock.announce(Holder.NONE, Holder.NONE);
      return lock;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static RuntimeException held(Path directory) throws IOException {
    String who = holder(directory).map(Holder::describe).orElse("another process");
    return ErrorCode.DATA_DIRECTORY_HELD.with(directory, who);
  }

  /** Writes down where this process listens; {@link Holder#NONE} for a port it does not have. */
  public void announce(int httpPort, int mysqlPort) throws IOException {
    holder = new Holder(holder.pid(), httpPort, mysqlPort);
    byte[] text = holder.format().getBytes(StandardCharsets.UTF_8);
    channel.write(ByteBuffer.wrap(text), 0); // one write, then cut: a reader never sees it empty
    channel.truncate(text.length);
  }

  /**
   * Makes a new token, which replaces that of an earlier holder.
   *
   * @return 64 hex digits, to be given back by whoever may speak to this process
   */
  public String createToken() throws IOException {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    Path fresh = directory.resolve("." + TOKEN);
    Files.deleteIfExists(fresh);
    Files.createFile(fresh, ownerOnly());
    Files.writeString(fresh, token);
    Files.move(fresh, directory.resolve(TOKEN), StandardCopyOption.ATOMIC_MOVE);
    return token;
  }

  /** Random bytes that stay the same at every start, kept in a file of that name, mode 0600. */
  public synchronized byte[] lastingSecret(String name) throws IOException {
    Path kept = directory.resolve(name);
    if (!Files.exists(kept)) {
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      Path fresh = directory.resolve("." + name);
      Files.deleteIfExists(fresh);
      Files.createFile(fresh, ownerOnly());
      Files.write(fresh, random);
      Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readAllBytes(kept);
  }

  private static FileAttribute<?> ownerOnly() {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  }

  /**
   * Who seems to hold a directory; empty if nobody does. It only informs: the process may have
   * ended and another taken its number. To know, {@link #acquire} it.
   */
  public static Optional<Holder> holder(Path dataDirectory) throws IOException {
    try {
      DataDirectoryLock own = HELD.get(dataDirectory.toRealPath());
      if (own != null) {
        return Optional.of(own.holder);
      }
      return Holder.parse(Files.readString(dataDirectory.resolve(LOCK))).filter(Holder::isAlive);
    } catch (NoSuchFileException nobody) {
      return Optional.empty();
    }
  }

  /** The token of the directory's holder; empty if it made none or this user may not read it. */
  public static Optional<String> token(Path dataDirectory) throws IOException {
    try {
      return Optional.of(Files.readString(dataDirectory.resolve(TOKEN)));
    } catch (NoSuchFileException | AccessDeniedException none) {
      return Optional.empty();
    }
  }

  /** The directory, with links resolved. */
  public Path directory() {
    return directory;
  }

  /** Gives the directory back; the second time does nothing. */
  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      if (!HELD.remove(directory, this)) {
        return;
      }
      try (channel) {
        Files.deleteIfExists(directory.resolve(TOKEN));
        channel.truncate(0);
      }
    }
  }
}
