package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.cli.client.Clients;
import plimsoll.config.Settings;
import plimsoll.server.RunningServer;

/** {@code plimsoll import}: each file once per import, whichever way it was cut off. */
class ImportTest {
  private static final String TABLE =
      "CREATE TABLE trips (car STRING, at BIGINT, km INT DEFAULT '7', INDEX(KEY=car, TS=at))";

  @TempDir Path directory;
  private final CommandLine cli = new CommandLine(Clients::open);
  private RunningServer server;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectory(directory.resolve("in"));
    file("a.csv", "car,at,km\na,1,10\nb,2,\n");
    file("b.csv", "at,car\n3,c\n"); // other columns, in another order
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve("in").resolve(name), text);
  }

  private void serve() {
    Path data = directory.resolve("data");
    server = RunningServer.start(data, Settings.of(Map.of("http_port", "0", "query_port", "0")));
  }

  private int run(String... more) {
    return cli.run(words("trips", more));
  }

  private String[] words(String table, String... more) {
    List<String> words = new ArrayList<>(List.of("import", "--db", "demo", "--table", table));
    if (!List.of(more).contains("--label")) {
      words.addAll(List.of("--label", "h"));
    }
    words.addAll(List.of("--files", directory + "/in", "--data", directory + "/data"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private String sql(String statement) {
    assertThat(cli.run("sql", statement, "--csv", "--data", directory + "/data"))
        .as(cli.err())
        .isZero();
    return cli.out();
  }

  private String trips(String mode) {
    return sql("SET execute_mode = '" + mode + "'; SELECT car, at, km FROM demo.trips ORDER BY at");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filesGoOnlineOnceUnderALabel(boolean served) throws IOException {
    if (served) {
      serve();
    }
    assertThat(run("--create_ddl", TABLE)).as(cli.err()).isZero();
    assertThat(cli.out()).contains("[1/2] ", "[2/2] ", "demo.trips  3 rows loaded, 0 filtered");
    file("c.csv", "car,at\nd,4\n");
    file("d.csv", "");
    file("e.csv", "car,at\n");
    assertThat(run("--create_ddl", TABLE)).as(cli.err()).isZero();
    assertThat(cli.out())
        .contains("b.csv  was loaded before", "c.csv  1 row loaded", "d.csv  has no rows")
        .contains("e.csv  has no rows", "1 row loaded, 0 filtered, from 3 files")
        .contains("; 2 were loaded before, label h");
    assertThat(trips("online")).endsWith("a,1,10\nb,2,\nc,3,7\nd,4,7\n");
    assertThat(trips("offline")).doesNotContain("a,1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void fileThatFailsEndsItAndItGoesOnThere(boolean served) throws IOException {
    if (served) {
      serve();
    }
    file("b.csv", "car,at\nc,x\n");
    file("c.csv", "car,at\nd,4\n");
    assertThat(run("--create_ddl", TABLE, "--target", "both")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.out()).contains("a.csv  2 rows loaded").doesNotContain("c.csv");
    assertThat(cli.err())
        .contains("b.csv:", ":2:3", "Files that were loaded stay", "repeat the command with")
        .contains("--label h.");
    file("b.csv", "car,at\nc,3\n");
    assertThat(run("--target", "both")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("a.csv  was loaded before", "[3/3]");
    String rows = "a,1,10\nb,2,\nc,3,7\nd,4,7\n";
    assertThat(trips("online")).endsWith(rows);
    assertThat(trips("offline")).endsWith(rows);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void filesAreLoadedSeveralAtATime(boolean served) throws IOException {
    if (served) {
      serve();
    }
    for (int i = 0; i < 40; i++) {
      file(String.format(Locale.ROOT, "%02d.csv", i), "car,at\nx," + (100 + i) + "\n");
    }
    file("17.csv", "car,at\nx,bad\n");
    assertThat(run("--create_ddl", TABLE, "--thread", "4")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("17.csv:", "Files that were loaded stay.");
    assertThat(cli.out()).contains("16.csv  1 row loaded").doesNotContain("39.csv");
    file("17.csv", "car,at\nx,117\n");
    assertThat(run("--thread", "4")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("16.csv  was loaded before", "[42/42]", "17.csv  1 row loaded");
    assertThat(
            sql("SET execute_mode = 'online'; SELECT count(*), count(DISTINCT at) FROM demo.trips"))
        .endsWith("43,43\n");
  }

  @Test
  void changedFileIsRefusedBeforeAnythingIsLoaded() throws IOException {
    assertThat(run("--create_ddl", TABLE)).isZero();
    file("0.csv", "car,at\nz,0\n");
    Path changed = file("a.csv", "car,at,km\na,1,10\nb,2,\nc,3,5\n");
    Files.setLastModifiedTime(changed, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(run()).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("a.csv was changed at", "after this import loaded it at");
    assertThat(trips("online")).doesNotContain("z,0");
  }

  @Test
  void togetherAllFilesAreOneLoad() throws IOException {
    Files.delete(directory.resolve("in/b.csv"));
    Path bad = file("b.csv", "car,at,km\nc,x,1\n");
    assertThat(run("--create_ddl", TABLE, "--together")).isEqualTo(ExitCode.SENDER);
    assertThat(trips("online")).doesNotContain("a,1");
    Files.writeString(bad, "car,at,km\nc,3,1\n");
    assertThat(run("--together")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("demo.trips  3 rows loaded", "label h\n");
    assertThat(run("--together")).isZero();
    assertThat(cli.out()).isEqualTo("demo.trips  was loaded before, label h\n");
    assertThat(run("--together", "--json")).isZero();
    assertThat(cli.out()).isEqualTo("{\"status\":\"SKIPPED\",\"label\":\"h\"}\n");
    assertThat(run("--together", "-f", "--create_ddl", TABLE)).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("Import h has begun");
    assertThat(run()).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("Import h was done --together");
    assertThat(trips("online")).endsWith("a,1,10\nb,2,\nc,3,1\n");
  }

  @Test
  void tableIsMadeAnewUnlessTheImportHasBegun() {
    assertThat(run("--create_ddl", TABLE)).isZero();
    assertThat(run("--create_ddl", TABLE, "-f")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("Import h has begun");
    assertThat(run("--create_ddl", TABLE, "-f", "--label", "other")).as(cli.err()).isZero();
    assertThat(trips("online")).endsWith("a,1,10\nb,2,\nc,3,7\n");
    assertThat(run("--together", "--label", "other")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("Import other was begun file by file");
  }

  @Test
  void tableThatIsGoneIsNotTakenForLoaded() {
    assertThat(run("--create_ddl", TABLE)).isZero();
    sql("DROP TABLE demo.trips");
    assertThat(run("--create_ddl", TABLE)).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("Import h has begun, and the table that it loaded is gone");
  }

  /** The same files under the same label are other loads for another table or its other side. */
  @Test
  void labelIsOfTableAndTarget() {
    assertThat(run("--create_ddl", TABLE)).isZero();
    assertThat(run("--target", "offline")).as(cli.err()).isZero();
    assertThat(trips("offline")).isEqualTo(trips("online")).endsWith("a,1,10\nb,2,\nc,3,7\n");
    String[] other = {"--create_ddl", TABLE.replace("trips", "more")};
    assertThat(cli.run(words("more", other))).as(cli.err()).isZero();
    assertThat(cli.out()).contains("demo.more  3 rows loaded");
  }

  @Test
  void fileIsTheSameHoweverItsPathIsWritten() {
    String twice = directory + "/in," + directory + "/in/../in/a.csv";
    assertThat(run("--create_ddl", TABLE, "--files", twice)).as(cli.err()).isZero();
    assertThat(cli.out()).contains("[2/2]", "3 rows loaded");
    assertThat(run("--files", directory + "/./in/*.csv")).isZero();
    assertThat(cli.out()).contains("; 2 were loaded before");
  }

  @Test
  void rowsThatAreThereAreLeftOut() {
    assertThat(run("--create_ddl", TABLE)).isZero();
    assertThat(run("--label", "again", "--put-if-absent")).as(cli.err()).isZero();
    assertThat(cli.out()).contains("0 rows loaded, 0 filtered, 3 left out, from 2 files");
    assertThat(trips("online")).endsWith("a,1,10\nb,2,\nc,3,7\n");
  }

  @Test
  void eachFileIsAnObjectForPrograms() throws IOException {
    assertThat(run("--create_ddl", TABLE)).isZero();
    file("c.csv", "car,at\nd,4\n");
    file("d.csv", "");
    file("e.csv", "car,at\ne,x\n");
    assertThat(run("--json")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("{\"status\":\"SKIPPED\",\"label\":\"h-"),
            line -> assertThat(line).contains("\"SKIPPED\"", "b.csv"),
            line -> assertThat(line).contains("\"OK\"", "\"loaded\":1", "c.csv"),
            line -> assertThat(line).contains("\"EMPTY\"", "d.csv"),
            line -> assertThat(line).contains("\"FAILED\"", "\"filtered\":1", "e.csv"));
  }

  @Test
  void optionsOfZooKeeperAreTakenAndSaidToDoNothing() {
    assertThat(run("--create_ddl", TABLE, "-z", "127.0.0.1:2181", "--zk_root_path", "/openmldb"))
        .as(cli.err())
        .isZero();
    assertThat(cli.err()).contains("options of ZooKeeper and RPC have no effect here");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--create_ddl SELECT      | must be CREATE TABLE",
        "--bad-values x           | bad_values",
        "--format x               | x",
        "-f                       | needs --create-ddl to make it again",
        "--importer_mode Fast     | must be BulkLoad or Insert",
        "--target nowhere         | must be offline, online, both",
        "--put-if-absent --target both | it is for target 'online' alone",
        "--files none.csv         | none.csv",
        "--max-filter-ratio 2     | 0 to 1",
        "--thread 0               | 1 to 64",
        "--thread 2 --together    | with --together all are one load",
      })
  void wrongOptionsAreRefused(String options, String why) {
    assertThat(run(options.split(" "))).isNotZero();
    assertThat(cli.err()).contains(why);
  }

  @Test
  void labelThatIsMadeIsSaidBeforeItIsNeeded() throws IOException {
    file("b.csv", "car,at\nc,x\n");
    String[] words = {
      "import",
      "--db",
      "demo",
      "--table",
      "trips",
      "--create_ddl",
      TABLE,
      "--strict",
      "--files",
      directory + "/in",
      "--data",
      directory + "/data"
    };
    assertThat(cli.run(words)).isEqualTo(ExitCode.SENDER);
    Matcher label = Pattern.compile("goes on.* with --label (\\S+)").matcher(cli.err());
    assertThat(label.find()).as(cli.err()).isTrue();
    file("b.csv", "car,at\nc,3\n");
    assertThat(run("--label", label.group(1))).as(cli.err()).isZero();
    assertThat(cli.out()).contains("a.csv  was loaded before", "1 row loaded");
  }

  @Test
  void labelHasRoomForHashes() {
    assertThat(run("--label", "x".repeat(112))).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("the label of an import has at most 111");
  }
}
