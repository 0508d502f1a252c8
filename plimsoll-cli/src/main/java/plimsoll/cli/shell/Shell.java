package plimsoll.cli.shell;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.reader.impl.history.DefaultHistory;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.client.Client;
import plimsoll.cli.render.OutputFormat;
import plimsoll.cli.terminal.Terminal;
import plimsoll.cli.terminal.Units;
import plimsoll.config.HomeDirectory;
import plimsoll.error.PlimsollException;
import plimsoll.sql.parse.Secrets;

/** Reads statements from somebody who types, and shows what they give. */
public final class Shell {
  private static final String HELP =
      """
      A statement ends with a semicolon and may span lines.
        USE db;      sets the database      help   this text
        SHOW TABLES; what is there          quit   leaves (also Ctrl-D)""";

  private final Terminal terminal;
  private final StatementSession session;
  private final StatementSplitter splitter = new StatementSplitter();

  /**
   * A shell.
   *
   * @param format how answers are shown
   * @param database current database, null for none
   */
  public Shell(Client client, Terminal terminal, OutputFormat format, @Nullable String database) {
    this.terminal = terminal;
    session = new StatementSession(client, terminal, format, database);
  }

  /** Until the person leaves. */
  public void run() throws IOException {
    try (org.jline.terminal.Terminal line = TerminalBuilder.builder().system(true).build()) {
      LineReader reader = reader(line);
      terminal.out().println("Plimsoll. A statement ends with a semicolon; help, quit.");
      boolean more = true;
      while (more) {
        terminal.out().flush();
        more = next(reader);
      }
    }
  }

  /** Lines that hold a password are not kept, also when the statement began on another line. */
  private final class WithoutSecrets extends DefaultHistory {
    @Override
    public void add(Instant time, String line) {
      if (!Secrets.in(splitter.pending() + line)) {
        super.add(time, line);
      }
    }
  }

  private LineReader reader(org.jline.terminal.Terminal line) {
    DefaultParser parser = new DefaultParser();
    parser.setEscapeChars(new char[0]); // a backslash belongs to the statement
    return LineReaderBuilder.builder()
        .terminal(line)
        .parser(parser)
        .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
        .history(new WithoutSecrets())
        .variable(LineReader.HISTORY_FILE, HomeDirectory.path().resolve(".plimsoll_history"))
        .build();
  }

  /** One line; false when it was the last. */
  private boolean next(LineReader reader) throws IOException {
    try {
      return take(reader.readLine(prompt()));
    } catch (UserInterruptException e) {
      splitter.clear();
      return true;
    } catch (EndOfFileException e) {
      return false;
    }
  }

  private String prompt() {
    if (splitter.isOpen()) {
      return "      -> ";
    }
    String database = session.database();
    return (database == null ? "plimsoll" : database) + "> ";
  }

  private boolean take(String line) throws IOException {
    if (!splitter.isOpen()) {
      switch (line.strip().replaceAll(";$", "").toLowerCase(Locale.ROOT)) {
        case "quit", "exit", "\\q" -> {
          return false;
        }
        case "help", "\\h", "?" -> {
          terminal.out().println(HELP);
          return true;
        }
        default -> {
          // a statement
        }
      }
    }
    for (String statement : splitter.add(line + "\n")) {
      run(statement);
    }
    return true;
  }

  private void run(String statement) throws IOException {
    long begin = System.nanoTime();
    try {
      session.run(statement);
      terminal.out().println(Units.time(Duration.ofNanos(System.nanoTime() - begin)));
    } catch (PlimsollException e) {
      terminal.out().println(e.getMessage());
    }
  }
}
