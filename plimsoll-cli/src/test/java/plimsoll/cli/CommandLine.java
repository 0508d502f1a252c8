package plimsoll.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import plimsoll.cli.terminal.Terminal;

/** Runs commands in this process, without a terminal, and keeps what the last one printed. */
final class CommandLine {
  private final Connector connector;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private InputStream input = InputStream.nullInputStream();

  CommandLine(Connector connector) {
    this.connector = connector;
  }

  /** What commands read from now on. */
  void input(InputStream stream) {
    input = stream;
  }

  void input(String text) {
    input(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The command's exit code. */
  int run(String... args) {
    out.reset();
    err.reset();
    PrintStream output = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    return Main.run(args, new Terminal(input, output, errors, false, false, false), connector);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
