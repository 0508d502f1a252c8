package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.cli.client.Clients;
import plimsoll.config.Settings;
import plimsoll.server.RunningServer;

class ParquetTest {
  @TempDir Path directory;
  private final CommandLine cli = new CommandLine(Clients::open);

  @BeforeEach
  void makeTableAndFile() throws IOException, SQLException {
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement()) {
      statement.execute(
          "COPY (SELECT i * 100 AS id, 'town ' || i AS name FROM range(400) r(i)) TO '"
              + directory.resolve("towns.parquet")
              + "' (FORMAT parquet)");
    }
    Files.createDirectory(directory.resolve("data"));
    run("sql", "CREATE DATABASE demo");
    run("sql", "CREATE TABLE demo.towns (name STRING, id SMALLINT)");
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--data", directory.resolve("data").toString()));
    return cli.run(all.toArray(String[]::new));
  }

  private String file() {
    return directory.resolve("towns.parquet").toString();
  }

  @Test
  void fileIsLoadedByItsEndingAndBadRowsAreShown() {
    assertThat(run("load", file(), "--into", "demo.towns", "--label", "strict", "--strict"))
        .isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("too many filtered rows", "32800");
    assertThat(run("load", file(), "--into", "demo.towns", "--label", "a")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("400 rows loaded, 0 filtered");
    run("sql", "SELECT count(*), count(id), max(id) FROM demo.towns", "--csv");
    assertThat(cli.out()).contains("400,328,32700");
  }

  @Test
  void dryRunSaysWhatWouldBeLoaded() {
    assertThat(run("load", file(), "--into", "demo.towns", "--dry-run")).isZero();
    assertThat(cli.out())
        .contains("400 rows would be loaded", "72 values of 'id' would become NULL");
  }

  @ParameterizedTest
  @CsvSource({
    "--create, --create from Parquet is not supported yet",
    "--columns=a, Parquet files name their columns themselves",
    "--format=csv, It begins like Parquet; load it as a file",
    "--format=orc, must be csv or parquet",
  })
  void whatCannotBeIsTold(String flag, String says) {
    assertThat(run("load", file(), "--into", "demo.towns", flag)).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains(says);
  }

  @Test
  void standardInputIsNoParquetFile() {
    assertThat(run("load", "-", "--into", "demo.towns", "--format", "parquet"))
        .isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("Parquet from standard input is not supported yet");
  }

  @Test
  void serverIsNamedTheStatementByWhichItReadsTheFile() {
    try (RunningServer server =
        RunningServer.start(
            directory.resolve("data"), Settings.of(Map.of("http_port", "0", "query_port", "0")))) {
      assertThat(server.httpPort()).isPositive();
      assertThat(run("load", file(), "--into", "demo.towns")).isEqualTo(ExitCode.SENDER);
      String told = cli.err();
      assertThat(told).contains("Sending Parquet to a server is not supported yet");
      String statement = told.substring(told.indexOf("LOAD DATA"), told.lastIndexOf(").") + 1);
      assertThat(run("sql", statement)).as(cli.err()).isZero();
      run("sql", "SELECT count(*) FROM demo.towns", "--csv");
      assertThat(cli.out()).contains("400");
    }
  }
}
