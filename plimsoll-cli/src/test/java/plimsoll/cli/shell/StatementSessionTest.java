package plimsoll.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.Clients;
import plimsoll.cli.render.OutputFormat;
import plimsoll.cli.terminal.Terminal;
import plimsoll.config.Settings;

/** What was said goes with the statements behind it, as in one session of the server. */
class StatementSessionTest {
  @TempDir private static Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SET execute_mode = 'online'                     | {execute_mode=online}",
        "set @@execute_mode='online'                     | {execute_mode=online}",
        "-- rows by key~n SET execute_mode=online        | {execute_mode=online}",
        "/* rows */SET/**/execute_mode=online -- by key  | {execute_mode=online}",
        "SET SESSION query_timeout := 5, `execute_mode` = \"online\" | {execute_mode=online, query_timeout=5}",
        "SET GLOBAL query_timeout = 50                   | {}",
        "SET @@GLOBAL.query_timeout = 50                 | {}",
        "SET execute_mode = DEFAULT                      | {}",
        "SET sql_mode = CONCAT('A', ',B')                | {sql_mode=A,B}",
        "SELECT 1                                        | {}",
      })
  void variablesOfTheSessionAreKept(String statement, String variables) throws IOException {
    try (Client client = client()) {
      StatementSession session = new StatementSession(client, terminal(), OutputFormat.CSV, null);
      session.run(statement.replace("~n", "\n"));
      assertThat(session.variables()).hasToString(variables);
      out.reset();
      session.run("SELECT @@execute_mode");
      String mode = variables.contains("execute_mode") ? "online" : "offline";
      assertThat(out.toString(StandardCharsets.UTF_8)).endsWith(mode + "\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {"USE `demo`", "USE `demo` -- it is", "/* it is */ use `demo`"})
  void databaseIsKept(String statement) throws IOException {
    try (Client client = client()) {
      StatementSession session = new StatementSession(client, terminal(), OutputFormat.CSV, null);
      session.run("CREATE DATABASE IF NOT EXISTS demo");
      session.run(statement);
      assertThat(session.database()).isEqualTo("demo");
    }
  }

  private static Client client() {
    return Clients.open(directory.resolve("data"), Settings.defaults());
  }

  private Terminal terminal() {
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    return new Terminal(InputStream.nullInputStream(), print, print, false, false, false);
  }
}
