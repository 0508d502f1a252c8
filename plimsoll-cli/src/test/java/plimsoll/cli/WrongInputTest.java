package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import plimsoll.cli.client.Clients;
import plimsoll.config.Settings;
import plimsoll.server.Plimsoll;
import plimsoll.server.RunningServer;

/**
 * Commands on a real data directory, given what is wrong: they say so, exit by class, leave
 * nothing.
 */
class WrongInputTest {
  @TempDir Path directory;
  private final CommandLine cli = new CommandLine(Clients::open);

  @BeforeEach
  void makeTableAndFiles() throws IOException {
    write("good.csv", "id,city\n1,Rome\n2,Oslo\n");
    write("other.csv", "id,twon\n1,Rome\n");
    write("alien.csv", "a,b\n1,Rome\n");
    write("empty.csv", "");
    write("header.csv", "id,city\n");
    write("binary.csv", "id,city\n\0\u0001\u0002\n");
    write("utf8.csv", "id,city\n1,\u00C3(\n");
    write("notgzip.csv.gz", "id,city\n1,Rome\n");
    write("wide.csv", "id,city\n1,Rome,3\n");
    Files.createDirectories(directory.resolve("nothing"));
    Files.createDirectories(directory.resolve("folder/inner.csv"));
    assertThat(run("load {dir}/good.csv --into demo.towns --create --label first"))
        .as(cli.err())
        .isZero();
  }

  private void write(String name, String latin1) throws IOException {
    Files.write(directory.resolve(name), latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  private int run(String line) {
    return run(line.replace("{dir}", directory.toString()).split(" "));
  }

  private int run(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--data");
    all.add(data().toString());
    return cli.run(all.toArray(String[]::new));
  }

  private Path data() {
    return directory.resolve("data");
  }

  private List<String> files() {
    try (Stream<Path> all = Files.walk(data().resolve("warehouse"))) {
      return all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String sql(String statement) {
    assertThat(run("sql", "--csv", statement)).as(cli.err()).isZero();
    return cli.out();
  }

  private void assertNothingChanged(List<String> before) {
    assertThat(files()).isEqualTo(before);
    assertThat(sql("SELECT count(*) AS n FROM demo.towns")).isEqualTo("n\n2\n");
    assertThat(sql("SHOW TABLES FROM demo")).endsWith("\ntowns\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          load {dir}/good.csv --into demo.twons     | 2 | Unknown table 'demo.twons'. Did you mean 'towns'?
          load {dir}/good.csv --into dmo.towns      | 2 | unknown database, database=dmo. Did you mean 'demo'?
          load {dir}/good.csv --into demo.towns --label a/b   | 2 | Label format error. regex: ^[-\\w]{1,128}$, label: a/b
          load {dir}/good.csv --into demo.towns --label first | 2 | Label [first] has already been used.
          load {dir}/good.csv --into demo.towns --lable x     | 2 | Unknown option
          load {dir}/good.csv --into demo.towns --columns x,y | 2 | Unknown column 'x' in demo.towns.
          load {dir}/good.csv --into demo.towns --columns id,id | 2 | Duplicate column 'id'
          load {dir}/good.csv --into demo.towns --timeout x   | 2 | --timeout
          load {dir}/good.csv --into demo.towns --max-filter-ratio 2 | 2 | --max-filter-ratio
          load {dir}/other.csv --into demo.towns    | 2 | names a column 'twon' that demo.towns does not have.
          load {dir}/absent.csv --into demo.towns   | 5 | No file matches
          load {dir}/*.tsv --into demo.towns        | 5 | No file matches
          load {dir}/nothing --into demo.towns      | 5 | No file lies in that directory.
          load {dir}/folder/*.csv --into demo.towns | 5 | No file matches
          load {dir}/empty.csv --into demo.towns    | 2 | empty.csv' has no rows: all partitions have no load data
          load {dir}/header.csv --into demo.towns   | 2 | all partitions have no load data
          load {dir}/binary.csv --into demo.towns   | 2 | is not text: it has bytes that are zero.
          load {dir}/utf8.csv --into demo.towns     | 2 | too many filtered rows
          load {dir}/wide.csv --into demo.towns     | 2 | too many filtered rows
          load {dir}/notgzip.csv.gz --into demo.towns | 2 | notgzip.csv.gz
          load {dir}/empty.csv --into demo.new --create | 2 | all partitions have no load data
          load {dir}/absent.csv --into demo.new --create | 5 | No file matches
          load {dir}/binary.csv --into demo.new --create | 2 | is not text
          laod {dir}/good.csv                       | 2 | Unknown command 'laod'. Did you mean 'load'?
          rejects demo.nolabel                      | 2 | nolabel
          """)
  void wrongCommandIsToldAndChangesNothing(String line, int exit, String message) {
    List<String> before = files();
    int code = run(line);
    assertThat(cli.err()).startsWith("plimsoll: ").contains(message);
    assertThat(code).isEqualTo(exit);
    assertThat(cli.out()).isEmpty();
    assertNothingChanged(before);
  }

  /** By header, though the columns of the table have other names. */
  @Test
  void fileThatCannotBeReadIsNamedAndChangesNothing() throws IOException {
    Path unreadable = Path.of("/", "proc", "self", "mem"); // no page 0: root cannot read it either
    assumeTrue(Files.exists(unreadable), "needs Linux' file of a process's memory");
    Files.createSymbolicLink(directory.resolve("unreadable.csv"), unreadable);
    List<String> before = files();
    assertThat(run("load {dir}/unreadable.csv --into demo.towns")).isEqualTo(ExitCode.OUTSIDE);
    assertThat(cli.err()).contains("Cannot read '", "unreadable.csv': ", "Input/output error");
    assertThat(run("load {dir}/unreadable.csv --into demo.new --create"))
        .isEqualTo(ExitCode.OUTSIDE);
    assertNothingChanged(before);
  }

  @Test
  void secondFileWithItsColumnsInAnotherOrderIsRefusedAndRightWhenLoadedAlone() throws IOException {
    write("trip1.csv", "Start City,End City\nRome,Oslo\n");
    write("trip2.csv", "End City,Start City\nBern,Wien\n");
    String both = "load {dir}/trip1.csv {dir}/trip2.csv --into demo.trips --create";
    assertThat(run(both)).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("trip2.csv", "End City, Start City");
    assertThat(run("load {dir}/trip1.csv --into demo.trips --create")).as(cli.err()).isZero();
    assertThat(run("load {dir}/trip2.csv --into demo.trips --create")).as(cli.err()).isZero();
    assertThat(sql("SELECT Start_City, End_City FROM demo.trips ORDER BY 1"))
        .isEqualTo("Start_City,End_City\nRome,Oslo\nWien,Bern\n");
    assertThat(run(both.replace("load", "load --columns Start_City,_"))).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("trip2.csv");
  }

  @Test
  void newTableHasTheNamesThatAreGiven() throws IOException {
    write("bare.csv", "1,x,Rome\n2,y,Oslo\n");
    String bare = "load {dir}/bare.csv --into demo.bare --create --no-header --columns ";
    assertThat(run(bare + "id,city")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("--columns names 2 fields, the file has 3");
    assertThat(run(bare + "id,_,city")).as(cli.err()).isZero();
    assertThat(sql("SELECT * FROM demo.bare ORDER BY 1")).isEqualTo("id,city\n1,Rome\n2,Oslo\n");
    assertThat(run("load {dir}/good.csv --into demo.other --create --columns _id,town"))
        .as(cli.err())
        .isZero();
    assertThat(sql("SELECT * FROM demo.other ORDER BY 1")).isEqualTo("_id,town\n1,Rome\n2,Oslo\n");
  }

  @Test
  void headerMayLeaveAFieldOut() throws IOException {
    write("left.csv", "id,_,city\n1,x,Rome\n");
    assertThat(run("load {dir}/left.csv --into demo.kept --create --columns id,_,city"))
        .as(cli.err())
        .isZero();
    assertThat(sql("SELECT * FROM demo.kept")).isEqualTo("id,city\n1,Rome\n");
    assertThat(run("load {dir}/left.csv --into demo.kept")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("names a column '_'");
  }

  @Test
  void doubledSeparatorIsSuggestedWhereTheTableIsThere() throws IOException {
    write("twice.csv", "id||city\n1||Rome\n");
    assertThat(run("load {dir}/twice.csv --into demo.twice --create")).as(cli.err()).isZero();
    assertThat(run("load {dir}/twice.csv --into demo.twice")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("has no name", "say --separator '||'");
    assertThat(run("load {dir}/twice.csv --into demo.twice --separator ||")).as(cli.err()).isZero();
  }

  /** NA is no number, and Namibia. */
  @Test
  void wordThatIsNullAmongNumbersStaysTextInTextBehindTheSampleToo() throws IOException {
    String rows = "1,DE\nNA,DE\n".repeat(80_000);
    write("land.csv", "n,country\n" + rows + "3,NA\n");
    assertThat(run("load {dir}/land.csv --into demo.land --create --strict"))
        .as(cli.err())
        .isZero();
    assertThat(sql("SELECT n, count(*) AS c FROM demo.land WHERE country = 'NA' GROUP BY n"))
        .isEqualTo("n,c\n3,1\n");
    assertThat(sql("SELECT count(*) AS c FROM demo.land WHERE n IS NULL")).isEqualTo("c\n80000\n");
  }

  @Test
  void wrongStatementExitsWithTwoAndPointsAtThePlace() {
    assertThat(run("sql", "SELECT twon FROM demo.towns")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("line 1:8: Unknown column 'twon' in demo.towns.");
    assertThat(run("sql", "COPY demo.towns TO '" + directory + "/out.csv'"))
        .isEqualTo(ExitCode.SENDER);
    assertThat(directory.resolve("out.csv")).doesNotExist();
    assertThat(run("sql", "--json", "SELECT * FROM demo.twons")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.out()).contains("\"error\":\"UNKNOWN_TABLE\"");
  }

  @Test
  void rejectedRowsAreShownAfterwards() {
    assertThat(run("load {dir}/wide.csv --into demo.towns --label w1")).isEqualTo(2);
    assertThat(cli.err()).contains("1 bad row: plimsoll rejects demo.w1");
    assertThat(run("rejects demo.w1")).isZero();
    assertThat(cli.out()).contains("expected = 2, actual = 3", "1,Rome,3");
    assertThat(run("load {dir}/good.csv --into demo.towns --label w1")).as("it is free").isZero();
    assertThat(run("loads")).isZero();
    assertThat(cli.out()).contains("demo.w1", "CANCELLED");
  }

  @Test
  void emptyStandardInputIsNothingToLoad() {
    List<String> before = files();
    assertThat(run("load", "-", "--into", "demo.towns")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("all partitions have no load data");
    assertNothingChanged(before);
  }

  @Test
  void directoryThatAProcessHoldsIsNotTaken() {
    try (Plimsoll holder = Plimsoll.open(data(), Settings.defaults())) {
      assertThat(run("load {dir}/good.csv --into demo.towns")).isEqualTo(ExitCode.OUTSIDE);
      assertThat(cli.err()).contains("is in use by");
      assertThat(run("server --http-port 0 --mysql-port 0")).isEqualTo(ExitCode.OUTSIDE);
      assertThat(cli.err()).contains("is in use by");
      assertThat(holder.metastore().databases()).contains("demo");
    }
    assertNothingChanged(files());
  }

  @Test
  void serverThatHoldsTheDirectoryDoesTheWorkAndRefusesTheSame() {
    try (RunningServer server =
        RunningServer.start(data(), Settings.of(Map.of("http_port", "0", "query_port", "0")))) {
      assertThat(server.httpPort()).isPositive();
      List<String> before = files();
      for (String[] wrong :
          new String[][] {
            {"load {dir}/good.csv --into demo.twons", "Unknown table 'demo.twons'."},
            {"load {dir}/good.csv --into demo.towns --label first", "has already been used."},
            {"load {dir}/other.csv --into demo.towns", "twon"},
            {"load {dir}/wide.csv --into demo.towns", "too many filtered rows"},
            {"load {dir}/binary.csv --into demo.towns", "is not text"},
            {"load {dir}/header.csv --into demo.towns", "all partitions have no load data"},
          }) {
        assertThat(run(wrong[0])).as(wrong[0] + ": " + cli.err()).isEqualTo(ExitCode.SENDER);
        assertThat(cli.err()).contains(wrong[1]);
        assertNothingChanged(before);
      }
      assertThat(run("server --http-port 0 --mysql-port 0")).isEqualTo(ExitCode.OUTSIDE);
      assertThat(run("load {dir}/good.csv --into demo.towns --label second")).isZero();
      assertThat(sql("SELECT count(*) AS n FROM demo.towns")).isEqualTo("n\n4\n");
    }
  }

  /** More than the server drains: the client must not take the closed connection for the answer. */
  @Test
  void bigInputThatTheServerRefusesIsToldWhy() throws IOException {
    Path big = directory.resolve("big.csv");
    byte[] rows = "1,Rome\n".repeat(150_000).getBytes(StandardCharsets.US_ASCII);
    try (var file = Files.newOutputStream(big)) {
      file.write("id,city\n".getBytes(StandardCharsets.US_ASCII));
      for (int i = 0; i < 150; i++) {
        file.write(rows);
      }
    }
    try (RunningServer server =
        RunningServer.start(data(), Settings.of(Map.of("http_port", "0", "query_port", "0")))) {
      assertThat(server.httpPort()).isPositive();
      assertThat(run("load {dir}/big.csv --into demo.twons")).isEqualTo(ExitCode.SENDER);
      assertThat(cli.err()).contains("Unknown table 'demo.twons'.");
    }
  }

  @Test
  void serverForOthersIsRefused() {
    assertThat(run("server --http-port 0 --mysql-port 0 --host ::")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("::");
  }
}
