package plimsoll.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import plimsoll.cli.client.Clients;
import plimsoll.cli.terminal.Terminal;
import plimsoll.config.Settings;
import plimsoll.server.RunningServer;

/**
 * Runs the usual commands once, so that the build can archive the classes they load. Fails when one
 * of them does. Not for users.
 */
public final class Warmup {
  private static final int ROWS = 2000;

  private final String data;
  private final Terminal terminal =
      new Terminal(
          InputStream.nullInputStream(),
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
          System.err,
          false,
          false,
          false);

  private Warmup(Path directory) {
    this.data = directory.toString();
  }

  /** Argument: a scratch directory. */
  public static void main(String[] args) throws IOException {
    Path scratch = Path.of(args[0]);
    new Warmup(scratch.resolve("data")).run(rows(scratch.resolve("warmup.csv")));
    System.exit(ExitCode.OK); // as every command ends
  }

  private void run(Path file) {
    run("--version");
    run("load", file.toString(), "--into", "w.t", "--create", "--label", "warmup");
    query();
    Settings settings =
        Settings.defaults()
            .with(Map.of(Settings.HTTP_PORT.key(), "0", Settings.QUERY_PORT.key(), "0"));
    try (RunningServer server = RunningServer.start(Path.of(data), settings)) {
      terminal.out().println(server.url());
      run("load", file.toString(), "--into", "w.t");
      query();
    }
  }

  private void query() {
    run("sql", "SELECT 1");
    run("sql", "SELECT k, count(*), avg(v) FROM w.t WHERE at > '2001-01-01' GROUP BY k ORDER BY 2");
    run("loads");
  }

  private void run(String... command) {
    String[] args = command;
    if (!command[0].startsWith("-")) {
      args = java.util.Arrays.copyOf(command, command.length + 2);
      args[command.length] = "--data";
      args[command.length + 1] = data;
    }
    int code = Main.run(args, terminal, Clients::open);
    if (code != ExitCode.OK) {
      throw new IllegalStateException(String.join(" ", command) + " exited with " + code);
    }
  }

  private static Path rows(Path file) throws IOException {
    StringBuilder text = new StringBuilder("k,v,x,at,day,ok\n");
    for (int row = 0; row < ROWS; row++) {
      text.append("key ")
          .append(row % 7)
          .append(',')
          .append(row)
          .append(',')
          .append(row / 8.0)
          .append(",2001-01-01 10:00:00,2001-01-02,")
          .append(row % 2 == 0)
          .append('\n');
    }
    return Files.writeString(file, text);
  }
}
