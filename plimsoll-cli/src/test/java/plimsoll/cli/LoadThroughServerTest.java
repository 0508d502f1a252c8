package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import plimsoll.cli.client.Clients;
import plimsoll.cli.client.ServerClient;
import plimsoll.config.Settings;
import plimsoll.server.RunningServer;
import plimsoll.storage.local.DataDirectoryLock;

/** A load that a real server on this machine does, refuses, or is lost with. */
@Timeout(60)
class LoadThroughServerTest {
  @TempDir Path directory;
  private final CommandLine cli = new CommandLine(this::open);
  private final Deque<Connector> connectors = new ArrayDeque<>();
  private RunningServer server;

  @BeforeEach
  void startServerWithATable() throws IOException {
    write("good.csv", "id,city\n1,Rome\n2,Oslo\n");
    write("wide.csv", "id,city\n1,Rome,3\nx,Oslo\n5,Bern,6\n");
    server = RunningServer.start(data(), Settings.of(Map.of("http_port", "0", "query_port", "0")));
    assertThat(run("load {dir}/good.csv --into demo.towns --create --label first"))
        .as(cli.err())
        .isZero();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private void write(String name, String content) throws IOException {
    Files.writeString(directory.resolve(name), content);
  }

  private Path data() {
    return directory.resolve("data");
  }

  private int run(String line) {
    List<String> all =
        new ArrayList<>(Arrays.asList(line.replace("{dir}", directory.toString()).split(" ")));
    all.add("--data");
    all.add(data().toString());
    return cli.run(all.toArray(String[]::new));
  }

  /** The next connector that a test prepared; then as the command itself does it. */
  private plimsoll.cli.client.Client open(Path directory, Settings settings) {
    Connector next = connectors.poll();
    return next == null ? Clients.open(directory, settings) : next.open(directory, settings);
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private String rows() {
    assertThat(run("sql --csv SELECT\tcount(*)\tAS\tn\tFROM\tdemo.towns")).isZero();
    return cli.out().replaceAll("\\D+", "");
  }

  /** Both ways of one command, told apart by who holds the directory. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "load {dir}/wide.csv --into demo.towns --label w1 --strict",
        "load {dir}/wide.csv --into demo.towns --label w2 --strict --json",
        "load {dir}/good.csv --into demo.towns --label first",
        "load {dir}/good.csv --into demo.towns --label first --json",
        "load {dir}/good.csv --into demo.twons --label w3",
        "load {dir}/good.csv --into dmo.towns --label w3 --json",
        "load {dir}/good.csv --into demo.towns --label w3 --columns id,twon",
        "load {dir}/good.csv --into demo.towns --label w3 --no-header --columns id,twon",
        "load {dir}/wide.csv --into demo.towns --dry-run --strict",
        "load {dir}/wide.csv --into demo.towns --dry-run --strict --json",
        "load {dir}/wide.csv --into demo.towns --dry-run",
        "load {dir}/wide.csv --into demo.fresh --dry-run --create",
        "load {dir}/good.csv --into demo.twons --dry-run",
      })
  void refusalIsToldAsWithoutServer(String line) {
    int throughServer = run(line);
    String told = cli.out() + cli.err();
    server.close();
    int direct = run(line);
    assertThat(shape(told)).isEqualTo(shape(cli.out() + cli.err()));
    assertThat(throughServer).isEqualTo(direct).isEqualTo(ExitCode.SENDER);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void namesOfFieldsMayHaveAnyLetters(boolean throughServer) throws IOException {
    assertThat(run("sql CREATE\tTABLE\tdemo.größen\t(größe\tINT,name\tSTRING)"))
        .as(cli.err())
        .isZero();
    write("plain.csv", "a,7\n");
    if (!throughServer) {
      server.close();
    }
    assertThat(run("load {dir}/plain.csv --into demo.größen --no-header --columns name,größe"))
        .as(cli.err())
        .isZero();
    assertThat(run("sql --csv SELECT\tgröße\tFROM\tdemo.größen")).isZero();
    assertThat(cli.out()).contains("7");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDialectSaysWhatBecomesOfBadValues(boolean throughServer) {
    if (!throughServer) {
      server.close();
    }
    String load = "load {dir}/wide.csv --into demo.towns --long-rows drop --dialect ";
    assertThat(run(load + "OPENMLDB_LOCAL")).isEqualTo(ExitCode.SENDER);
    assertThat(run(load + "openmldb-local --bad-values null")).as(cli.err()).isZero();
  }

  /** Times, names of logs, and of the file, which a server never learns. */
  private String shape(String told) {
    return told.replaceAll("\"(millis|bytes)\":\\d+", "\"$1\":N")
        .replaceAll("error_log_\\w+", "LOG")
        .replaceAll("\\d+ B in \\S+ m?s", "N B in N s")
        .replace("request body", "INPUT")
        .replaceAll("[^ \"]*/(good|wide)\\.csv", "INPUT");
  }

  @Test
  void refusalNamesReasonRowsLabelAndWhereToLook() {
    assertThat(run("load {dir}/wide.csv --into demo.towns --label w1 --strict")).isEqualTo(2);
    assertThat(cli.err().lines().toList())
        .containsExactly(
            "plimsoll: too many filtered rows",
            "  request body:2:8 (byte 15): Value count does not match column count: expected = 2,"
                + " actual = 3",
            "    2 | 1,Rome,3",
            "      |        ^",
            "    expected 2 fields; a separator inside a field needs quotes (enclose); long_rows=drop"
                + " leaves out those behind the last",
            "  request body:3:1 (byte 17): Value 'x' is out of range. The type of 'id' is INT",
            "    3 | x,Oslo",
            "      | ^",
            "    expected a whole number from -2147483648 to 2147483647; null_word='x' or"
                + " bad_values=null loads NULL instead",
            "  request body:4:8 (byte 31): Value count does not match column count: expected = 2,"
                + " actual = 3",
            "    4 | 5,Bern,6",
            "      |        ^",
            "    expected 2 fields; a separator inside a field needs quotes (enclose); long_rows=drop"
                + " leaves out those behind the last",
            "  3 bad rows: plimsoll rejects demo.w1 --data " + data(),
            "  Nothing was loaded into demo.towns; label w1 is free.");
  }

  /** More rows than a guess looks at, then values that its types do not hold. */
  private void writeLate(String name, String last) throws IOException {
    StringBuilder rows = new StringBuilder("id,day,ok,code\n");
    for (int i = 0; i < 30_000; i++) {
      rows.append(i).append(",2024-01-01,true,").append(i % 100).append('\n');
    }
    write(name, rows + last);
  }

  private String only(String column) {
    assertThat(run("sql --csv SELECT\tmax(" + column + ")\tFROM\tdemo.late")).isZero();
    return cli.out().lines().skip(1).findFirst().orElse("");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void columnsWidenBeforeTheCommit(boolean throughServer) throws IOException {
    writeLate("late.csv", "5000000000,2024-01-02 10:00:00,maybe,1.5\n7,2024-01-01,true,007\n");
    if (!throughServer) {
      server.close();
    }
    assertThat(run("load {dir}/late.csv --into demo.late --create --label l1"))
        .as(cli.err())
        .isZero();
    assertThat(cli.out()).contains("30,002 rows loaded, 0 filtered");
    assertThat(cli.err())
        .contains(
            "column 'id' is BIGINT, not INT as guessed: 1 value is none of it, first '5000000000'"
                + " in line 30002",
            "column 'day' is DATETIME, not DATE",
            "column 'ok' is STRING, not BOOLEAN",
            "column 'code' is STRING, not INT");
    assertThat(only("id")).isEqualTo("5000000000");
    assertThat(only("ok")).isEqualTo("true");
    assertThat(only("day")).startsWith("2024-01-02 10:00:00");
    run("sql --csv SELECT\tcount(*)\tFROM\tdemo.late\tWHERE\tcode\t=\t'007'");
    assertThat(cli.out()).contains("1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void standardInputThatTurnsOutOtherwiseLoadsNothing(boolean throughServer) throws IOException {
    writeLate("late.csv", "x,2024-01-01,true,1\n");
    if (!throughServer) {
      server.close();
    }
    cli.input(Files.newInputStream(directory.resolve("late.csv")));
    assertThat(run("load - --into demo.late --create --label l1")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err())
        .contains(
            "Value 'x' in column 'id' is no INT, the type that was guessed",
            "Standard input cannot be read again",
            "label l1 is free");
    assertThat(run("sql --csv SHOW\tTABLES\tFROM\tdemo")).isZero();
    assertThat(cli.out()).doesNotContain("late");
  }

  @Test
  void tableThatIsThereIsNotWidened() throws IOException {
    write("other.csv", "id,city\nx,Rome\n");
    assertThat(run("load {dir}/other.csv --into demo.towns --create --strict --label o1"))
        .isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("too many filtered rows", "The type of 'id' is INT");
    assertThat(rows()).isEqualTo("2");
  }

  @Test
  void failedLoadLeavesNoTableThatItWouldHaveCreated() throws IOException {
    write("ragged.csv", "a,b\n1,2\n3\n");
    assertThat(run("load {dir}/ragged.csv --into demo.ragged --create")).isEqualTo(2);
    assertThat(run("sql --csv SHOW\tTABLES\tFROM\tdemo")).isZero();
    assertThat(cli.out()).doesNotContain("ragged");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void dryRunTellsAllAndLeavesNothing(boolean throughServer) throws IOException {
    if (!throughServer) {
      server.close();
    }
    assertThat(run("load {dir}/wide.csv --into demo.towns --dry-run --strict --label first"))
        .isEqualTo(ExitCode.SENDER);
    assertThat(cli.out().lines().toList())
        .hasSize(3)
        .anySatisfy(line -> assertThat(line).contains("0 rows would be loaded, 3 filtered"))
        .contains("  2 rows bad, FIELD_COUNT: line 2, line 4")
        .contains("  1 row bad, BAD_VALUE in 'id': line 3 'x'");
    assertThat(cli.err()).contains("the load would fail: too many filtered rows");
    assertThat(
            run(
                "load {dir}/wide.csv --into demo.towns --dry-run --long-rows drop --bad-values null"))
        .isZero();
    assertThat(cli.out()).contains("3 rows would be loaded", "1 value of 'id' would become NULL");
    assertThat(run("load {dir}/good.csv --into demo.more --dry-run --create")).isZero();
    assertThat(cli.out()).contains("2 rows would be loaded, 0 filtered", "`id` INT");
    assertThat(run("sql --csv SHOW\tTABLES\tFROM\tdemo")).isZero();
    assertThat(cli.out()).doesNotContain("more");
    assertThat(run("loads demo --json")).isZero();
    assertThat(cli.out().lines()).hasSize(1);
    assertThat(rows()).isEqualTo("2");
  }

  @Test
  void takenLabelNamesTheStateOfItsLoad() {
    assertThat(run("load {dir}/good.csv --into demo.towns --label first --json")).isEqualTo(2);
    assertThat(cli.out()).contains("\"existing_job_status\":\"FINISHED\"");
    assertThat(run("load {dir}/good.csv --into demo.towns --label first")).isEqualTo(2);
    assertThat(cli.err()).contains("has already been used", "is FINISHED: plimsoll loads demo");
  }

  @Test
  void loadThatTimesOutWhileItsInputStandsStillEndsTheCommand() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    try (InputStream endless = new Endless("1,Rome\n".repeat(2_000_000), never)) {
      cli.input(endless);
      assertThat(run("load - --into demo.towns --no-header --label slow --timeout 1"))
          .isEqualTo(ExitCode.OUTSIDE);
    } finally {
      never.countDown();
    }
    assertThat(cli.err()).contains("Load slow was aborted", "took longer than its timeout of 1 s");
    cli.input("");
    assertThat(rows()).isEqualTo("2");
  }

  /** The server answers and closes in the middle of the body. */
  @Test
  void refusalWhileTheBodyIsStillSentIsToldInFull() throws IOException {
    write("long.csv", "id,city\n1," + "x".repeat(80 << 20) + "\n" + "1,Rome\n".repeat(1 << 20));
    assertThat(run("load {dir}/long.csv --into demo.towns --label l1")).isEqualTo(ExitCode.SENDER);
    assertThat(cli.err()).contains("A row is longer than 67108864 bytes.", "label l1 is free");
    assertThat(rows()).isEqualTo("2");
  }

  @Test
  void nobodyListeningMeansNothingWasLoaded() throws IOException {
    int port = freePort();
    connectors.add((data, settings) -> new ServerClient(port, "token"));
    assertThat(run("load {dir}/good.csv --into demo.towns --label c1")).isEqualTo(ExitCode.OUTSIDE);
    assertThat(cli.err()).contains("nobody listens there", "label c1 is free");
    assertThat(rows()).isEqualTo("2");
  }

  @Test
  void wrongTokenIsAMatterOfRights() {
    connectors.add((data, settings) -> new ServerClient(server.httpPort(), "wrong"));
    assertThat(run("load {dir}/good.csv --into demo.towns --label c1")).isEqualTo(ExitCode.RIGHTS);
    assertThat(cli.err()).contains("Access denied");
  }

  @ParameterizedTest
  @CsvSource({"400, 2", "401, 3", "404, 2", "431, 2", "500, 70", "502, 5", "503, 4"})
  void statusOfAnAnswerWithoutWordsIsTold(int status, int exit) throws IOException {
    HttpServer silent =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    silent.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    silent.start();
    try {
      connectors.add((data, settings) -> new ServerClient(silent.getAddress().getPort(), "token"));
      assertThat(run("load {dir}/good.csv --into demo.towns --label c1")).isEqualTo(exit);
      assertThat(cli.err()).contains("answers HTTP " + status + ".");
    } finally {
      silent.stop(0);
    }
  }

  @Test
  void answerThatIsLostIsFoundByTheLabelThatWasMadeForTheLoad() throws IOException {
    try (Relay relay = new Relay(server.httpPort(), Long.MAX_VALUE)) {
      String token = DataDirectoryLock.token(data()).orElseThrow();
      connectors.add((data, settings) -> new ServerClient(relay.port(), token));
      assertThat(run("load {dir}/good.csv --into demo.towns")).as(cli.err()).isZero();
    }
    assertThat(cli.out()).contains("demo.towns  2 rows loaded, 0 filtered", "label cli-");
    assertThat(rows()).isEqualTo("4");
  }

  @Test
  void answerThatIsLostForAGivenLabelSaysWhatTheLabelIs() throws IOException {
    try (Relay relay = new Relay(server.httpPort(), Long.MAX_VALUE)) {
      String token = DataDirectoryLock.token(data()).orElseThrow();
      connectors.add((data, settings) -> new ServerClient(relay.port(), token));
      assertThat(run("load {dir}/good.csv --into demo.towns --label r1"))
          .isEqualTo(ExitCode.OUTSIDE);
    }
    assertThat(cli.err()).contains("broke before it answered", "Label r1 is VISIBLE: rows were");
  }

  @Test
  void bodyThatIsCutOffLoadsNothingAndSaysSo() throws IOException {
    write("big.csv", "id,city\n" + "1,Rome\n".repeat(500_000));
    try (Relay relay = new Relay(server.httpPort(), 1 << 20)) {
      String token = DataDirectoryLock.token(data()).orElseThrow();
      connectors.add((data, settings) -> new ServerClient(relay.port(), token));
      assertThat(run("load {dir}/big.csv --into demo.towns --label r2"))
          .isEqualTo(ExitCode.OUTSIDE);
    }
    assertThat(cli.err()).contains("broke before it answered", "nothing was loaded");
    assertThat(rows()).isEqualTo("2");
  }

  @Test
  void serverThatIsGoneForGoodIsLookedBehindInItsDirectory() throws IOException {
    try (Relay relay = new Relay(server.httpPort(), Long.MAX_VALUE)) {
      String token = DataDirectoryLock.token(data()).orElseThrow();
      connectors.add((data, settings) -> new ServerClient(relay.port(), token));
      connectors.add(
          (data, settings) -> {
            server.close();
            return Clients.open(data, settings);
          });
      assertThat(run("load {dir}/good.csv --into demo.towns")).as(cli.err()).isZero();
    }
    assertThat(cli.out()).contains("2 rows loaded");
    assertThat(rows()).isEqualTo("4");
  }

  @Test
  void outcomeThatNobodyCanTellNamesTheLabelToRepeat() throws IOException {
    int port = freePort();
    try (Relay relay = new Relay(server.httpPort(), 0)) {
      connectors.add((data, settings) -> new ServerClient(relay.port(), "token"));
      for (int i = 0; i < 50; i++) {
        connectors.add((data, settings) -> new ServerClient(port, "token"));
      }
      assertThat(run("load {dir}/good.csv --into demo.towns")).isEqualTo(ExitCode.OUTSIDE);
    }
    assertThat(cli.err())
        .contains("What became of label cli-", "Repeat the load with --label cli-", "safe");
  }

  /** The load was made; who may not ask for its label must not say that it was not. */
  @Test
  void lookUpThatIsRefusedSaysNothingOfTheLoad() throws IOException {
    try (Relay relay = new Relay(server.httpPort(), Long.MAX_VALUE)) {
      String token = DataDirectoryLock.token(data()).orElseThrow();
      connectors.add((data, settings) -> new ServerClient(relay.port(), token));
      connectors.add((data, settings) -> new ServerClient(server.httpPort(), "wrong"));
      assertThat(run("load {dir}/good.csv --into demo.towns --label r3"))
          .isEqualTo(ExitCode.OUTSIDE);
    }
    assertThat(cli.err())
        .contains("What became of label r3 is not known: Access denied", "Repeat the load")
        .doesNotContain("Nothing was loaded", "is free");
    assertThat(rows()).isEqualTo("4");
  }

  /** Some rows, then a wait for what never comes. */
  private static final class Endless extends InputStream {
    private final InputStream start;
    private final CountDownLatch end;

    Endless(String rows, CountDownLatch end) {
      start = new ByteArrayInputStream(rows.getBytes(StandardCharsets.UTF_8).clone());
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = start.read(buffer, offset, length);
      if (read < 0) {
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return read;
    }
  }
}
