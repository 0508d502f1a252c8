package plimsoll.server.outfile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import plimsoll.storage.FileStatus;
import plimsoll.storage.Storage;

/**
 * Names of files that are being written, hidden, so that a load of their directory leaves them out.
 * Safe for many threads.
 *
 * <p>A name says which data directory it is written for, and in which life of the process that
 * holds that. As one process holds it at a time, a file of another life is one that a killed
 * statement left: the next statement that writes into the directory removes it. Files of other data
 * directories are left alone.
 */
public final class Temporaries {
  private static final Logger LOG = LoggerFactory.getLogger(Temporaries.class);
  private static final String PREFIX = ".plimsoll-outfile-";
  private static final Pattern NAME =
      Pattern.compile(Pattern.quote(PREFIX) + "(\\p{Alnum}+)-(\\p{Alnum}+)-\\d+");

  private final Supplier<Life> begin;
  private final AtomicLong count = new AtomicLong();
  private volatile @Nullable Life life;

  /**
   * One life of a process.
   *
   * @param directory letters and digits that its data directory has alone, and keeps
   * @param number letters and digits that no other life of that directory has
   */
  public record Life(String directory, String number) {}

  /** Names of one life, which is asked for when the first is needed. */
  public Temporaries(Supplier<Life> begin) {
    this.begin = begin;
  }

  private Life life() {
    Life known = life;
    return known == null ? begin() : known;
  }

  private synchronized Life begin() {
    Life known = life;
    if (known == null) {
      known = begin.get();
      life = known;
    }
    return known;
  }

  /** A name beside that file that nobody has. */
  Path next(Path file) {
    Life own = life();
    return file.resolveSibling(
        String.format(
            Locale.ROOT,
            "%s%s-%s-%d",
            PREFIX,
            own.directory(),
            own.number(),
            count.incrementAndGet()));
  }

  /**
   * Removes what earlier lives left in a directory. What cannot be removed is in nobody's way: its
   * name is not used again.
   */
  void sweep(Storage storage, String directory) {
    try {
      for (FileStatus file : storage.list(directory)) {
        if (isLeft(Path.of(file.path()).getFileName().toString())) {
          storage.delete(file.path());
        }
      }
    } catch (IOException e) {
      LOG.warn("Cannot remove what killed statements left in {}: {}", directory, e.toString());
    }
  }

  private boolean isLeft(String file) {
    Matcher name = NAME.matcher(file);
    Life own = life();
    return name.matches()
        && name.group(1).equals(own.directory())
        && !name.group(2).equals(own.number());
  }
}
