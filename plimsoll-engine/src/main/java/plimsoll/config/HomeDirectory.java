package plimsoll.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The user's home directory: {@code $HOME} as shells have it, else what the system knows. */
public final class HomeDirectory {
  private HomeDirectory() {}

  /** Of the user who runs this process. */
  public static Path path() {
    return of(System.getenv("HOME"), System.getProperty("user.home"));
  }

  static Path of(@Nullable String home, String known) {
    return Path.of(home == null || home.isEmpty() ? known : home);
  }
}
