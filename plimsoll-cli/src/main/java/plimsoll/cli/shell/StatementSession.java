package plimsoll.cli.shell;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.client.Client;
import plimsoll.cli.render.Answers;
import plimsoll.cli.render.OutputFormat;
import plimsoll.cli.terminal.Terminal;

/**
 * Statements one after the other, as in one session: what {@code USE} and {@code SET} said goes
 * with those behind them, since each is run in a session of its own.
 */
public final class StatementSession {
  private static final Pattern SET = Pattern.compile("\\s*SET\\s+", Pattern.CASE_INSENSITIVE);
  private static final Pattern ASSIGNMENT =
      Pattern.compile(
          "(?!\\s*PASSWORD\\b)\\s*(?:SESSION\\s+|LOCAL\\s+|@@SESSION\\.|@@LOCAL\\.|@@)?"
              + "(?:`(?<quoted>\\w+)`|(?<name>\\w+))\\s*:?=\\s*"
              + "(?:'(?<single>(?:[^'\\\\]|''|\\\\.)*)'|\"(?<double>(?:[^\"\\\\]|\"\"|\\\\.)*)\""
              + "|(?<word>[-+.\\w]+))\\s*(?:,|$)",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private final Client client;
  private final Terminal terminal;
  private final OutputFormat format;
  private final Map<String, String> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private @Nullable String database;

  /**
   * Nothing was said yet.
   *
   * @param format how answers are shown
   * @param database current database, null for none
   */
  public StatementSession(
      Client client, Terminal terminal, OutputFormat format, @Nullable String database) {
    this.client = client;
    this.terminal = terminal;
    this.format = format;
    this.database = database;
  }

  /**
   * Runs a statement and shows its answer.
   *
   * @throws plimsoll.error.PlimsollException if it fails
   */
  public void run(String statement) throws IOException {
    Answers.print(client.sql(database, variables, statement), format, terminal.out());
    database = StatementSplitter.used(statement).orElse(database);
    variables.putAll(assigned(statement));
  }

  /** The current database, null if there is none. */
  @Nullable String database() {
    return database;
  }

  /** Variables of the session that a {@code SET} gives constants; none of other statements. */
  static Map<String, String> assigned(String statement) {
    Matcher set = SET.matcher(statement);
    if (!set.lookingAt()) {
      return Map.of();
    }
    Map<String, String> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    Matcher next = ASSIGNMENT.matcher(statement).region(set.end(), statement.length());
    while (next.lookingAt()) {
      found.put(name(next), value(next));
      next.region(next.end(), statement.length());
    }
    return found;
  }

  private static String name(Matcher assignment) {
    String quoted = assignment.group("quoted");
    return quoted == null ? assignment.group("name") : quoted;
  }

  private static String value(Matcher assignment) {
    String single = assignment.group("single");
    if (single != null) {
      return plain(single, "''", "'");
    }
    String quoted = assignment.group("double");
    return quoted == null ? assignment.group("word") : plain(quoted, "\"\"", "\"");
  }

  private static String plain(String text, String doubled, String quote) {
    return text.replace(doubled, quote).replaceAll("(?s)\\\\(.)", "$1");
  }
}
