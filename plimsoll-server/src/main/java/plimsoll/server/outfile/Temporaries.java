package plimsoll.server.outfile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.storage.Storage;

/**
 * Names of files that are being written, hidden, so that a load of their directory leaves them out.
 *
 * <p>A name says which process of which machine writes: what a killed one left is known by that,
 * and removed by the next statement that writes into the directory.
 */
final class Temporaries {
  private static final Logger LOG = LoggerFactory.getLogger(Temporaries.class);
  private static final String PREFIX = ".plimsoll-outfile-";
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(PREFIX) + "([0-9a-f]+)-(\\d+)-(\\d+)-\\d+");
  private static final String HOST = Integer.toHexString(hostName().hashCode());
  private static final AtomicLong COUNT = new AtomicLong();
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private Temporaries() {}

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "";
    }
  }

  /** A name beside that file that nobody has. */
  static Path next(Path file) {
    ProcessHandle own = ProcessHandle.current();
    Path name =
        file.resolveSibling(
            String.format(
                Locale.ROOT,
                "%s%s-%d-%d-%d",
                PREFIX,
                HOST,
                own.pid(),
                started(own),
                COUNT.incrementAndGet()));
    OURS.add(name);
    return name;
  }

  /** The file of that name is gone. */
  static void done(Path temporary) {
    OURS.remove(temporary);
  }

  /**
   * Removes what dead processes of this machine left in a directory. What cannot be removed is in
   * nobody's way: its name is not used again.
   */
  static void sweep(Storage storage, Path directory) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path file : left) {
        if (isLeft(file)) {
          storage.delete(file.toString());
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      LOG.warn("Cannot remove what killed statements left in {}: {}", directory, e.toString());
    }
  }

  private static boolean isLeft(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches() || !name.group(1).equals(HOST) || OURS.contains(file)) {
      return false;
    }
    boolean regular = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    Optional<ProcessHandle> writer = ProcessHandle.of(Long.parseLong(name.group(2)));
    return regular
        && (writer.isEmpty()
            || started(writer.get()) != Long.parseLong(name.group(3))
            || writer.get().equals(ProcessHandle.current()));
  }

  /** Milliseconds since 1970, 0 if the system does not say. */
  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
