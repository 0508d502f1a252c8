package plimsoll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import plimsoll.cli.terminal.Terminal;
import plimsoll.error.ErrorCode;
import plimsoll.error.PlimsollException;

/** Says why a command failed: a sentence for people, or an object for programs. */
final class Failures {
  private Failures() {}

  /**
   * Reports a failure.
   *
   * @param json whether a program asked
   * @return the exit code
   */
  static int report(Terminal terminal, boolean json, Throwable thrown) {
    PlimsollException failure = known(thrown);
    if (json) {
      terminal
          .out()
          .println(
              JsonText.object()
                  .put("status", "FAILED")
                  .put("code", failure.code().number())
                  .put("error", failure.code().name())
                  .put("message", failure.getMessage()));
      terminal.out().flush();
    } else {
      terminal.out().flush();
      terminal.err().println("plimsoll: " + failure.getMessage());
    }
    if (failure.code() == ErrorCode.BROKEN_INVARIANT) {
      trace(terminal.err(), thrown);
    }
    return ExitCode.of(failure.code().blame());
  }

  private static PlimsollException known(Throwable thrown) {
    if (thrown instanceof PlimsollException failure) {
      return failure;
    }
    if (thrown instanceof IOException) {
      return ErrorCode.FILE_UNREADABLE.because(thrown, "its input", thrown.getMessage());
    }
    return ErrorCode.BROKEN_INVARIANT.because(thrown, thrown.toString());
  }

  /** For the report that the message asks for. */
  private static void trace(PrintStream to, Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    to.print(text);
  }
}
