package plimsoll.server;

import java.io.IOException;
import java.nio.file.Path;
import plimsoll.config.Settings;
import plimsoll.error.PlimsollException;

/** A process that holds a data directory until its standard input ends, or it is killed. */
final class Holder {
  private Holder() {}

  /** Argument: the data directory. Prints one line: {@code open} and it, or why not. */
  public static void main(String[] arguments) throws IOException {
    try (Plimsoll plimsoll = Plimsoll.open(Path.of(arguments[0]), Settings.defaults())) {
      System.out.println("open " + plimsoll.directory());
      System.in.read();
    } catch (PlimsollException e) {
      System.out.println(e.code() + " " + e.getMessage());
    }
  }
}
