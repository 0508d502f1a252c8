package plimsoll.cli;

import java.io.Console;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import plimsoll.cli.client.Profile;
import plimsoll.cli.client.RemoteServer;
import plimsoll.error.ErrorCode;

/** Options that name a server elsewhere; without any of them a data directory is worked on. */
final class ServerFlags {
  private static final String PASSWORD_VARIABLE = "PLIMSOLL_PASSWORD";
  private static final int DEFAULT_PORT = 8030;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Speak to the server there, not to the data directory.")
  @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Its HTTP port; default: 8030.")
  @Nullable Integer port;

  @Option(names = "--user", paramLabel = "USER", description = "As whom; default: root.")
  @Nullable String user;

  @Option(
      names = "--password",
      description = "Ask for the password. Else: $PLIMSOLL_PASSWORD, the profile's, or none.")
  boolean askPassword;

  @Option(names = "--tls", description = "Speak https.")
  boolean tls;

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "The one certificate the server must have, PEM; implies --tls.")
  @Nullable Path certificate;

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Take what is not given here from ~/.plimsoll/NAME.conf.")
  @Nullable String profile;

  /**
   * The server that is meant, if one is.
   *
   * @param home where {@code .plimsoll} with the profiles lies
   */
  Optional<RemoteServer> server(Path home) {
    boolean named =
        host != null || port != null || user != null || tls || certificate != null || askPassword;
    if (!named && profile == null) {
      return Optional.empty();
    }
    Profile saved =
        profile == null ? Profile.none() : Profile.read(home.resolve(".plimsoll"), profile);
    Path pinned =
        certificate != null
            ? certificate
            : saved.get(Profile.CERTIFICATE).map(Path::of).orElse(null);
    return Optional.of(
        new RemoteServer(
            given(host, saved, Profile.HOST, "127.0.0.1"),
            port != null ? port : port(saved),
            given(user, saved, Profile.USER, "root"),
            password(saved),
            tls || pinned != null || saved.get(Profile.TLS).orElse("false").equals("true"),
            pinned));
  }

  /** The options as one types them again, each after a blank. */
  String words() {
    return word("--profile", profile)
        + word("--host", host)
        + word("--port", port)
        + word("--user", user)
        + word("--certificate", certificate)
        + (tls ? " --tls" : "")
        + (askPassword ? " --password" : "");
  }

  private static String word(String option, @Nullable Object value) {
    return value == null ? "" : " " + option + " " + value;
  }

  private static String given(
      @Nullable String option, Profile saved, String key, String otherwise) {
    return option != null ? option : saved.get(key).orElse(otherwise);
  }

  private static int port(Profile saved) {
    String text = saved.get(Profile.PORT).orElse(Integer.toString(DEFAULT_PORT));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw ErrorCode.BAD_SETTING.because(e, Profile.PORT, text, "a whole number");
    }
  }

  private String password(Profile saved) {
    if (askPassword) {
      return ask();
    }
    String variable = System.getenv(PASSWORD_VARIABLE);
    return variable != null ? variable : saved.get(Profile.PASSWORD).orElse("");
  }

  @SuppressWarnings("SystemConsoleNull") // newer Javas always have one, and read a pipe like a line
  private static String ask() {
    Console console = System.console();
    char[] typed = console == null ? null : console.readPassword("Password: ");
    if (typed == null) {
      throw ErrorCode.BAD_OPTION.with(
          "--password asks on a terminal, and here is none. Use $" + PASSWORD_VARIABLE + ".");
    }
    return new String(typed);
  }
}
