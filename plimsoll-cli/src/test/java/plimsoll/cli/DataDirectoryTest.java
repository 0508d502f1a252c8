package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.cli.client.Clients;

/** Commands make a data directory or not, and open it only with its own metastore. */
class DataDirectoryTest {
  private static final String ELSEWHERE = "jdbc:postgresql://127.0.0.1:1/plimsoll";

  @TempDir Path directory;
  private final CommandLine cli = new CommandLine(Clients::open);

  @BeforeEach
  void makeFile() throws IOException {
    Files.writeString(directory.resolve("good.csv"), "id,city\n1,Rome\n2,Oslo\n");
  }

  private int run(String line) {
    return cli.run(line.replace("{dir}", directory.toString()).split(" "));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql SHOW\tDATABASES", "loads", "loads demo", "rejects demo.l1"})
  void mistypedDirectoryIsNoEmptyOne(String command) {
    assertThat(run(command + " --data {dir}/nodata")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err())
        .contains("There is no data directory " + directory.resolve("nodata") + ".")
        .contains("plimsoll load and plimsoll server make one");
    assertThat(directory.resolve("nodata")).doesNotExist();
  }

  @Test
  void loadMakesItsDirectoryAndOthersFindIt() {
    assertThat(run("load {dir}/good.csv --into demo.t --create --data {dir}/new"))
        .as(cli.err())
        .isZero();
    assertThat(run("loads demo --data {dir}/new")).isZero();
  }

  @Test
  void emptyDirectoryMayBecomeOne() throws IOException {
    Files.createDirectory(directory.resolve("empty"));
    assertThat(run("sql CREATE\tDATABASE\td --data {dir}/empty")).as(cli.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sql SHOW\tDATABASES", "load {dir}/good.csv --into demo.t --create"})
  void directoryOfAnotherMetastoreIsNotGivenASecondOne(String command) throws IOException {
    note();
    assertThat(run(command + " --data {dir}/data")).isEqualTo(ExitCode.OUTSIDE);
    assertThat(cli.err()).contains(ELSEWHERE, "--config FILE");
    assertThat(directory.resolve("data/metastore.db")).doesNotExist();
  }

  @Test
  void configNamesTheMetastoreToOpen() throws IOException {
    note();
    Files.writeString(directory.resolve("p.conf"), "metastore_url = " + ELSEWHERE + "\n");
    assertThat(run("sql SHOW\tDATABASES --data {dir}/data --config {dir}/p.conf"))
        .isEqualTo(ExitCode.OUTSIDE);
    assertThat(cli.err()).contains("The metastore failed", "127.0.0.1:1"); // nobody is there
  }

  private void note() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("metastore.properties"), "metastore_url=" + ELSEWHERE + "\n");
  }
}
