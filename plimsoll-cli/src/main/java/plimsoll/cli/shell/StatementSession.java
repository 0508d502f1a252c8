package plimsoll.cli.shell;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import plimsoll.cli.client.Client;
import plimsoll.cli.render.Answers;
import plimsoll.cli.render.OutputFormat;
import plimsoll.cli.terminal.Terminal;
import plimsoll.sql.parse.SqlParser;
import plimsoll.sql.tree.Literal;
import plimsoll.sql.tree.SetVariables;
import plimsoll.sql.tree.Statement;
import plimsoll.sql.tree.Use;

/**
 * Statements one after the other, as in one session: what {@code USE} and {@code SET} said goes
 * with those behind them, since each is run in a session of its own.
 */
public final class StatementSession {
  /** Others are not read here, which would cost each command the parser. */
  private static final Pattern SET_OR_USE =
      Pattern.compile("(?is)(?:\\s|/\\*.*?\\*/|--\\s[^\\n]*\\n|#[^\\n]*\\n)*(?:SET|USE)\\b.*");

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
    if (SET_OR_USE.matcher(statement).matches()) {
      learn(SqlParser.parseOne(statement));
    }
  }

  private void learn(Statement statement) {
    if (statement instanceof Use use) {
      database = use.database().text();
    } else if (statement instanceof SetVariables set) {
      set.assignments().stream().filter(one -> !one.global()).forEach(this::learn);
    }
  }

  private void learn(SetVariables.Assignment assignment) {
    Literal value = assignment.value();
    String name = assignment.name().text();
    if (value.kind() == Literal.Kind.WORD && value.text().equalsIgnoreCase("DEFAULT")) {
      variables.remove(name);
    } else {
      String more = assignment.more().stream().map(Literal::text).collect(Collectors.joining());
      variables.put(name, value.text() + more);
    }
  }

  /** The current database, null if there is none. */
  @Nullable String database() {
    return database;
  }

  /** Variables of the session. */
  Map<String, String> variables() {
    return variables;
  }
}
