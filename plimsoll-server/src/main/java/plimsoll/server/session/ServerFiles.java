package plimsoll.server.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import plimsoll.config.HomeDirectory;
import plimsoll.config.Settings;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.PlimsollException;
import plimsoll.pipeline.read.FilesSource;
import plimsoll.storage.FileStatus;
import plimsoll.storage.PathPattern;
import plimsoll.storage.Storage;

/**
 * Files of the server's machine, as statements may read and write them: never those of the data
 * directory, the settings themselves and what they name as secrets, passwords of clients, or what
 * the operating system shows of itself, and only inside {@code load_file_dirs} where that is set. A
 * file counts as being where its links lead, and is opened there.
 */
final class ServerFiles {
  private static final String SCHEME = "file://";

  /** What the operating system shows of processes, this one's environment included. */
  private static final List<Path> SYSTEM =
      Stream.of("/proc", "/sys", "/dev").map(Path::of).toList();

  private final Storage storage;
  private final Path own;
  private final List<Path> allowed;
  private final List<Path> secret;

  ServerFiles(SqlServices services) {
    storage = services.storage();
    own = services.dataDirectory();
    secret = secrets(services.settings());
    allowed =
        Arrays.stream(services.settings().get(Settings.LOAD_FILE_DIRS).split(","))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(text -> Path.of(text).toAbsolutePath().normalize())
            .toList();
  }

  /**
   * The files that a statement names by a path or glob.
   *
   * @throws PlimsollException REFUSED for files that statements may not read, whether or not they
   *     exist; FILE_NOT_FOUND, FILE_UNREADABLE; UNSUPPORTED for other places
   */
  FilesSource matching(String written) {
    String pattern = absolute(written);
    List<Path> roots = roots();
    if (!allowed.isEmpty()) {
      requireInside(pattern, roots);
    }
    List<FileStatus> resolved = new ArrayList<>();
    for (FileStatus file : match(pattern)) {
      resolved.add(checked(file, roots));
    }
    return new FilesSource(storage::openWithoutLinks, resolved);
  }

  /**
   * Where a statement may write a file: its directory by its real name, so that no link leads
   * elsewhere. What has the name there is not looked at.
   *
   * <p>Who can write any file of the server's user can become that user, so others than this
   * process itself write nothing where {@code load_file_dirs} is not set.
   *
   * @throws PlimsollException REFUSED for places where statements may not write; FILE_UNWRITABLE if
   *     the directory is not there; UNSUPPORTED for other places
   */
  Path writable(String written, Client client) {
    if (allowed.isEmpty() && !client.isThisProcess()) {
      throw ErrorCode.REFUSED.with(
          "Statements write files only inside load_file_dirs, which is not set. Set it to the"
              + " directories that they may use.");
    }
    String path = path(written, "Writing to ", " Write a local file.");
    Path wanted = Path.of(path);
    Path directory = wanted.getParent();
    Path name = wanted.getFileName();
    if (directory == null || name == null || written.endsWith("/")) {
      throw ErrorCode.REFUSED.with("'" + path + "' is a directory; name a file in it.");
    }
    List<Path> roots = roots();
    boolean inside =
        isInside(directory, allowed, roots) && isInside(nearest(directory), roots, List.of());
    requireAllowed(path, inside);
    Path real = realDirectory(path, directory).resolve(name);
    requireAllowed(path, isInside(real, roots, List.of())); // a link may have been turned round
    if (real.startsWith(own)) {
      throw ErrorCode.REFUSED.with(
          "'" + path + "' lies in Plimsoll's own data directory. Write it somewhere else.");
    }
    if (isInside(real, SYSTEM, secret)) {
      throw ErrorCode.REFUSED.with("'" + path + "' is no file that statements may write.");
    }
    return real;
  }

  private void requireAllowed(String path, boolean inside) {
    if (!allowed.isEmpty() && !inside) {
      throw ErrorCode.REFUSED.with(
          "'"
              + path
              + "' lies outside the directories that statements may use (load_file_dirs). Write it"
              + " there.");
    }
  }

  /**
   * A path or pattern as it is kept: it means the same wherever a later process is started.
   *
   * @throws PlimsollException UNSUPPORTED for other places than files of the server
   */
  static String absolute(String written) {
    return path(written, "Loading from ", " Load a local file.");
  }

  /**
   * The path of a file of the server that a statement names, absolute and normalized. UNSUPPORTED
   * for other places.
   *
   * @param doing what the message says is not supported, before the place
   * @param instead what to do, beginning with a blank
   */
  private static String path(String written, String doing, String instead) {
    String path = written.startsWith(SCHEME) ? written.substring(SCHEME.length()) : written;
    if (path.contains("://")) {
      throw ErrorCode.UNSUPPORTED.with(doing + written, instead);
    }
    try {
      return Path.of(path).toAbsolutePath().normalize().toString();
    } catch (InvalidPathException e) {
      throw ErrorCode.REFUSED.because(e, "'" + written + "' is no path: " + e.getReason() + ".");
    }
  }

  private Path realDirectory(String path, Path directory) {
    if (!Files.isDirectory(directory)) {
      String why = Files.exists(directory) ? "is no directory" : "does not exist; make it first";
      throw ErrorCode.FILE_UNWRITABLE.with(path, "its directory " + directory + " " + why);
    }
    try {
      return Path.of(storage.realPath(directory.toString()));
    } catch (IOException e) {
      throw ErrorCode.FILE_UNWRITABLE.because(e, path, IoFailures.reason(e));
    }
  }

  /** Ours and the PostgreSQL driver's, which looks at no variable. */
  private static Stream<Path> homes() {
    return Stream.of(HomeDirectory.path(), Path.of(System.getProperty("user.home")));
  }

  private static List<Path> secrets(Settings settings) {
    return Stream.of(
            Stream.of(Settings.SSL_KEYSTORE_LOCATION, Settings.METASTORE_PASSWORD_FILE)
                .map(settings::get)
                .filter(file -> !file.isEmpty())
                .map(Path::of),
            settings.file().stream(),
            homes().flatMap(home -> Stream.of(home.resolve(".plimsoll"), home.resolve(".pgpass"))))
        .flatMap(files -> files)
        .map(ServerFiles::wouldBe)
        .toList();
  }

  /** Where a file really is, or would be if it were made. */
  private static Path wouldBe(Path file) {
    if (Files.exists(file)) {
      return realPath(file.toString());
    }
    Path absolute = file.toAbsolutePath();
    Path directory = absolute.getParent();
    return directory != null && Files.isDirectory(directory)
        ? realPath(directory.toString()).resolve(absolute.getFileName())
        : absolute;
  }

  /**
   * Before anything is looked for, or the answer would tell what there is outside: neither a
   * pattern's alternatives nor the links on its way may lead there.
   */
  private void requireInside(String pattern, List<Path> roots) {
    for (String alternative : alternatives(pattern)) {
      Path start = Path.of(withoutGlob(alternative));
      boolean climbs = List.of(alternative.split("/", -1)).contains("..");
      if (climbs || !isInside(start, allowed, roots) || !isInside(nearest(start), roots, roots)) {
        throw outside(pattern);
      }
    }
  }

  private static List<String> alternatives(String pattern) {
    try {
      return PathPattern.alternatives(pattern);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, pattern, e.getMessage());
    }
  }

  /** Where the part of a path that is there really is; a link to nowhere is nowhere inside. */
  private static Path nearest(Path path) {
    Path there = path;
    while (!Files.exists(there, LinkOption.NOFOLLOW_LINKS) && there.getParent() != null) {
      there = there.getParent();
    }
    return Files.exists(there) ? realPath(there.toString()) : there.getRoot();
  }

  private List<FileStatus> match(String pattern) {
    List<FileStatus> files;
    try {
      files = storage.match(pattern);
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, pattern, e.getMessage());
    }
    if (files.isEmpty()) {
      throw ErrorCode.FILE_NOT_FOUND.with(pattern, PathPattern.whyNothing(pattern));
    }
    return files;
  }

  /** The same file by its own name, so that a link turned round meanwhile changes nothing. */
  private FileStatus checked(FileStatus file, List<Path> roots) {
    Path real = realPath(file.path());
    if (real.startsWith(own)) {
      throw ErrorCode.REFUSED.with(
          "'" + file.path() + "' lies in Plimsoll's own data directory. Query its table instead.");
    }
    if (!allowed.isEmpty() && !isInside(real, roots, List.of())) {
      throw outside(file.path());
    }
    if (isInside(real, SYSTEM, secret)) {
      throw ErrorCode.REFUSED.with("'" + file.path() + "' is no file that statements may read.");
    }
    return new FileStatus(real.toString(), file.length(), file.modified());
  }

  private static boolean isInside(Path path, List<Path> some, List<Path> others) {
    return some.stream().anyMatch(path::startsWith) || others.stream().anyMatch(path::startsWith);
  }

  /** Where the allowed directories really are; one that is not there allows nothing. */
  private List<Path> roots() {
    List<Path> roots = new ArrayList<>();
    for (Path directory : allowed) {
      if (Files.isDirectory(directory)) {
        roots.add(realPath(directory.toString()));
      }
    }
    return roots;
  }

  /** The part of a pattern that is a path in any case. */
  private static String withoutGlob(String pattern) {
    int glob = pattern.length();
    for (char special : new char[] {'*', '?', '[', '{'}) {
      int at = pattern.indexOf(special);
      glob = at < 0 ? glob : Math.min(glob, at);
    }
    return glob == pattern.length()
        ? pattern
        : pattern.substring(0, Math.max(1, pattern.lastIndexOf('/', glob)));
  }

  private static PlimsollException outside(String path) {
    return ErrorCode.REFUSED.with(
        "'"
            + path
            + "' lies outside the directories that statements may read (load_file_dirs). Put it"
            + " there, or send it with plimsoll load or Stream Load.");
  }

  private static Path realPath(String file) {
    try {
      return Path.of(file).toRealPath();
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, e.getMessage());
    }
  }
}
