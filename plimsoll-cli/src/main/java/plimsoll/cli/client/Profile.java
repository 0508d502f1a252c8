package plimsoll.cli.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import plimsoll.error.ErrorCode;
import plimsoll.error.IoFailures;
import plimsoll.error.Nearest;

/**
 * What {@code ~/.plimsoll/NAME.conf} says of a server: lines {@code key = value}, {@code #} begins
 * a comment.
 */
public final class Profile {
  public static final String HOST = "host";
  public static final String PORT = "port";
  public static final String USER = "user";
  public static final String PASSWORD = "password";
  public static final String TLS = "tls";
  public static final String CERTIFICATE = "certificate";

  private static final List<String> KEYS = List.of(HOST, PORT, USER, PASSWORD, TLS, CERTIFICATE);
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);

  private final Map<String, String> values;

  private Profile(Map<String, String> values) {
    this.values = values;
  }

  /** A profile that says nothing. */
  public static Profile none() {
    return new Profile(Map.of());
  }

  /**
   * The profile of that name in a directory.
   *
   * @throws plimsoll.error.PlimsollException FILE_UNREADABLE, BAD_OPTION; REFUSED if it holds a
   *     password that others can read
   */
  public static Profile read(Path directory, String name) {
    Path file = directory.resolve(name + ".conf");
    if (!file.normalize().startsWith(directory.normalize())) {
      throw ErrorCode.BAD_OPTION.with("'" + name + "' is no name of a profile.");
    }
    try {
      Map<String, String> values = parse(file, Files.readAllLines(file));
      if (values.containsKey(PASSWORD) && othersRead(file)) {
        throw ErrorCode.REFUSED.with(
            "Others can read the password in " + file + ". Say chmod 600 " + file);
      }
      return new Profile(values);
    } catch (NoSuchFileException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, "no such profile");
    } catch (IOException e) {
      throw ErrorCode.FILE_UNREADABLE.because(e, file, IoFailures.reason(e));
    }
  }

  private static Map<String, String> parse(Path file, List<String> lines) {
    Map<String, String> values = new TreeMap<>();
    for (String line : lines) {
      String text = line.strip();
      int equals = text.indexOf('=');
      if (!text.isEmpty() && !text.startsWith("#")) {
        String key = equals < 0 ? text : text.substring(0, equals).strip();
        if (!KEYS.contains(key)) {
          throw ErrorCode.UNKNOWN_OPTION.with(key, file, Nearest.hint(key, KEYS));
        }
        values.put(key, equals < 0 ? "" : text.substring(equals + 1).strip());
      }
    }
    return values;
  }

  private static boolean othersRead(Path file) throws IOException {
    return Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains);
  }

  /** What it says of a key. */
  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }
}
