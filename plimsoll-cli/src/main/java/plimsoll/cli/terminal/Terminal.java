package plimsoll.cli.terminal;

import java.io.BufferedInputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The three standard streams, and which of them end at a person. Text is UTF-8.
 *
 * @param in standard input
 * @param out standard output; buffered, so flush before waiting for anybody
 * @param err standard error
 * @param inIsTty whether somebody types
 * @param outIsTty whether somebody reads the output
 * @param errIsTty whether somebody reads messages
 */
public record Terminal(
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean inIsTty,
    boolean outIsTty,
    boolean errIsTty) {
  /** Digits of the streams that are terminals. Java 17 cannot ask for each; the script can. */
  private static final String TTY_PROPERTY = "plimsoll.tty";

  private static final int OUT_BUFFER_BYTES = 1 << 16;

  /** The streams of this process. */
  public static Terminal ofProcess() {
    String ttys = System.getProperty(TTY_PROPERTY, "");
    return new Terminal(
        new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
        new PrintStream(
            new java.io.BufferedOutputStream(
                new FileOutputStream(FileDescriptor.out), OUT_BUFFER_BYTES),
            false,
            StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        ttys.contains("0"),
        ttys.contains("1"),
        ttys.contains("2"));
  }
}
