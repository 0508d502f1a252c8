package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that are no Java: mysql2 of npm, and the command line where it is installed. */
class ClientsTest {
  private static final String MYSQL2 = "mysql2@3.24.5";

  @TempDir static Path directory;
  private static MySqlTestServer server;

  @BeforeAll
  static void start() {
    server = new MySqlTestServer(directory.resolve("data"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String run(Path in, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(in.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  /** The package is installed once, below target. */
  private static Path node() throws Exception {
    Path home = Files.createDirectories(Path.of("target", "node").toAbsolutePath());
    if (!Files.exists(home.resolve("node_modules/mysql2"))) {
      String said = run(home, "npm", "install", "--no-audit", "--no-fund", "--no-save", MYSQL2);
      assertThat(home.resolve("node_modules/mysql2")).as(said).exists();
    }
    try (InputStream script =
        Objects.requireNonNull(ClientsTest.class.getResourceAsStream("script.cjs"))) {
      Files.copy(script, home.resolve("script.cjs"), StandardCopyOption.REPLACE_EXISTING);
    }
    return home;
  }

  @Test
  void nodesMysql2RunsItsScript() throws Exception {
    String port = Integer.toString(server.port());
    String said = run(node(), "node", "script.cjs", port, MySqlTestServer.PASSWORD, "a");
    String text =
        "[1,%s,\"9223372036854775807\",0.1,\"12345.67800\",\"2024-02-29\","
            + "\"2024-02-29 01:02:03.456789\",\"it's ü 😀 \\\\ \\n\"]";
    String rows = "[" + text.formatted("1") + ",[2,null,null,null,null,null,null,null]]";
    List<String> once =
        List.of(
            "1",
            "1",
            "2",
            rows,
            rows,
            "10000",
            "[\"FINISHED\"]",
            "[[\"10000\",\"49995000\"]]",
            "\"ER_PARSE_ERROR 1064 42000\"",
            "200000",
            "\"ER_NO_SUCH_TABLE 1146 42S02\"",
            "\"ER_BAD_FIELD_ERROR 1054 42S22\"");
    List<String> expected = new ArrayList<>();
    for (String user : List.of("root", "ann", "ann")) {
      expected.addAll(once);
      expected.add("[[\"" + user + "@127.0.0.1\",\"node\"]]");
    }
    assertThat(said.lines()).containsExactlyElementsOf(expected);
  }

  @Test
  void theCommandLineRunsItsScript() throws Exception {
    String client = installed();
    String sql =
        "CREATE DATABASE cli; USE cli; CREATE TABLE t (a INT, b VARCHAR(20), c DATETIME);"
            + "INSERT INTO t VALUES (1, 'x''y', '2024-01-02 03:04:05'), (2, NULL, NULL);"
            + "SELECT * FROM t ORDER BY a; SHOW TABLES; SELECT @@version_comment LIMIT 1;"
            + "SELECT DATABASE(), USER(); DESC t; SHOW WARNINGS; ROLLBACK; SHOW WARNINGS;";
    assertThat(cli(client, "root", "", sql).lines())
        .containsExactly(
            "1\tx'y\t2024-01-02 03:04:05",
            "2\tNULL\tNULL",
            "t",
            "Plimsoll",
            "cli\troot@127.0.0.1",
            "a\tint\tYES\tfalse\tNULL\t",
            "b\tvarchar(20)\tYES\tfalse\tNULL\t",
            "c\tdatetime\tYES\tfalse\tNULL\t",
            "Warning\t1105\tEvery statement commits alone; ROLLBACK takes nothing back.");
    assertThat(cli(client, "root", "", "SELECT * FROM cli.nothing")).contains("ERROR 1146 (42S02)");
    assertThat(cli(client, "ann", MySqlTestServer.PASSWORD, "SELECT CURRENT_USER()"))
        .isEqualTo("ann@%");
    assertThat(cli(client, "ann", "wrong", "SELECT 1")).contains("ERROR 1045 (28000)");
  }

  @Test
  void theCommandLineReadsEveryTypeBackAndLoadsUnderALabel() throws Exception {
    String client = installed();
    Path script = directory.resolve("many.sql");
    try (Writer sql = Files.newBufferedWriter(script)) {
      sql.write("CREATE DATABASE typed; USE typed; CREATE TABLE t (k INT, b BOOLEAN, y TINYINT,");
      sql.write(
          " s SMALLINT, l BIGINT, f FLOAT, d DOUBLE, n DECIMAL(30, 10), dt DATE, ts DATETIME,");
      sql.write(" v VARCHAR(200), c CHAR(3), x STRING);\n");
      sql.write("INSERT INTO t VALUES (1, TRUE, -128, 32767, -9223372036854775808, 1.5, -1e300,");
      sql.write(" 12345678901234567890.1234567890, '2024-02-29', '1999-12-31 23:59:59.123456',");
      sql.write(" 'it''s ü 😀', 'c', '');\nSELECT * FROM t;\n");
      sql.write(
          "CREATE TABLE many (k INT, v VARCHAR(40));\nINSERT INTO many WITH LABEL cli_many VALUES ");
      for (int i = 0; i < 10_000; i++) {
        sql.write((i == 0 ? "" : ", ") + "(" + i + ", 'value " + i + "')");
      }
      sql.write(";\nSELECT COUNT(*), SUM(k) FROM many;\n");
    }
    List<String> command = command(client, "root", "");
    command.add("--execute=source " + script);
    assertThat(run(directory, command.toArray(String[]::new)).lines())
        .containsExactly(
            "1\t1\t-128\t32767\t-9223372036854775808\t1.5\t-1e+300\t"
                + "12345678901234567890.1234567890\t2024-02-29\t1999-12-31 23:59:59.123456\t"
                + "it's ü 😀\tc\t",
            "10000\t49995000");
    assertThat(cli(client, "root", "", "SHOW LOAD FROM typed WHERE LABEL = 'cli_many'"))
        .contains("\tcli_many\tFINISHED\t");
    assertThat(cli(client, "root", "", "INSERT INTO typed.many WITH LABEL cli_many VALUES (1, '')"))
        .contains("ERROR 1064 (42000)", "cli_many");
  }

  @Test
  void theCommandLineSendsAHundredMegabytes() throws Exception {
    String client = installed();
    Path file = directory.resolve("large.csv");
    String row =
        ",some text that makes the row a little longer, to a hundred bytes".replace(", ", " ");
    int count = (100 << 20) / (row.length() + 9);
    try (Writer lines = Files.newBufferedWriter(file)) {
      for (int i = 0; i < count; i++) {
        lines.write((10_000_000 + i) + row + "\n");
      }
    }
    assertThat(Files.size(file)).isGreaterThan(100_000_000);
    cli(client, "root", "", "CREATE DATABASE big; CREATE TABLE big.t (k INT, v VARCHAR(100))");
    List<String> command = command(client, "root", "");
    command.add("--local-infile=1");
    command.add(
        "--execute=LOAD DATA LOCAL INFILE '"
            + file
            + "' INTO TABLE big.t OPTIONS(header=false, mode='append');"
            + " SELECT COUNT(*), MIN(k), MAX(k) FROM big.t");
    assertThat(run(directory, command.toArray(String[]::new)))
        .isEqualTo(count + "\t10000000\t" + (10_000_000 + count - 1));
    Files.delete(file);
  }

  @Test
  void theCommandLineSendsWhereTheLoadModeIsLocal() throws Exception {
    String client = installed();
    Path file = Files.writeString(directory.resolve("mode.csv"), "k,v\n1, x \n2,null\n");
    cli(client, "root", "", "CREATE DATABASE modes; CREATE TABLE modes.t (k INT, v VARCHAR(9))");
    List<String> command = command(client, "root", "");
    command.add("--local-infile=1");
    command.add(
        "--execute=LOAD DATA INFILE '"
            + file
            + "' INTO TABLE modes.t OPTIONS (load_mode='local'); SELECT * FROM modes.t ORDER BY k");
    assertThat(run(directory, command.toArray(String[]::new))).isEqualTo("1\tx\n2\tNULL");
  }

  private static String cli(String client, String user, String password, String sql)
      throws Exception {
    List<String> command = command(client, user, password);
    command.add("--execute=" + sql);
    return run(directory, command.toArray(String[]::new));
  }

  private static List<String> command(String client, String user, String password) {
    return new ArrayList<>(
        List.of(
            client,
            "--no-defaults",
            "--protocol=tcp",
            "--host=127.0.0.1",
            "--port=" + server.port(),
            "--user=" + user,
            "--password=" + password,
            "--batch",
            "--skip-column-names",
            "--default-character-set=utf8mb4"));
  }

  private static String installed() {
    String client = onPath("mariadb", "mysql");
    if (client.isEmpty()) {
      System.out.println("SKIPPED: neither mariadb nor mysql is on the PATH (mariadb-client).");
    }
    assumeTrue(!client.isEmpty());
    return client;
  }

  private static String onPath(String... names) {
    List<String> places = new ArrayList<>();
    Collections.addAll(places, System.getenv("PATH").split(File.pathSeparator, -1));
    return Stream.of(names)
        .filter(name -> places.stream().anyMatch(at -> Files.isExecutable(Path.of(at, name))))
        .findFirst()
        .orElse("");
  }
}
