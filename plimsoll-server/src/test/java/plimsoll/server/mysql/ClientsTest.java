package plimsoll.server.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.InputStream;
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
    String said = run(node(), "node", "script.cjs", port, MySqlTestServer.PASSWORD);
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
    String client = onPath("mariadb", "mysql");
    if (client.isEmpty()) {
      System.out.println("SKIPPED: neither mariadb nor mysql is on the PATH (mariadb-client).");
    }
    assumeTrue(!client.isEmpty());
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

  private static String cli(String client, String user, String password, String sql)
      throws Exception {
    return run(
        directory,
        client,
        "--no-defaults",
        "--protocol=tcp",
        "--host=127.0.0.1",
        "--port=" + server.port(),
        "--user=" + user,
        "--password=" + password,
        "--batch",
        "--skip-column-names",
        "--default-character-set=utf8mb4",
        "--execute=" + sql);
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
