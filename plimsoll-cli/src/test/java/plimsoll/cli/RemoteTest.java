package plimsoll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import plimsoll.cli.client.Client;
import plimsoll.cli.client.Clients;
import plimsoll.cli.terminal.Terminal;
import plimsoll.config.Settings;
import plimsoll.server.RunningServer;
import plimsoll.server.tls.ServerKeys;

/** Commands that speak to a server by user and password. */
class RemoteTest {
  @TempDir private Path data;
  @TempDir private Path home;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private RunningServer server;

  @BeforeEach
  void start() {
    server =
        RunningServer.start(
            data, Settings.of(Map.of("http_port", "0", "query_port", "0", "http_tls", "true")));
    local("CREATE DATABASE demo");
    local("CREATE TABLE demo.t (a INT)");
    local("CREATE USER ann IDENTIFIED BY 'secret'");
    local("GRANT INSERT, SELECT ON demo.t TO ann");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false,
            false);
    return Main.run(args, terminal, new AtHome(home));
  }

  private record AtHome(Path home) implements Connector {
    @Override
    public Client open(Path dataDirectory, Settings settings) {
      return Clients.open(dataDirectory, settings);
    }
  }

  /** What the command says when it cannot speak to a server named by these words. */
  private String unreachable(String... server) {
    assertThat(run(with(new String[] {"sql", "SELECT 1"}, server))).isEqualTo(ExitCode.OUTSIDE);
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whyAServerCannotBeSpokenToIsTold() throws Exception {
    String port = Integer.toString(server.httpPort());
    assertThat(unreachable("--host", "nohost.invalid"))
        .contains("the name 'nohost.invalid' has no address. Is it spelt right?");
    assertThat(unreachable("--port", port, "--tls"))
        .contains("--certificate FILE", "docs/users.md")
        .doesNotContain("PKIX", "sun.security", "stopping");
    assertThat(unreachable("--port", Integer.toString(server.queryPort())))
        .contains("Is that the server's HTTP port?");
    assertThat(unreachable("--port", Integer.toString(server.queryPort()), "--tls"))
        .contains("that port does not speak TLS", "--tls");
  }

  @Test
  void aCertificateThatIsNotTheServersIsTold() throws Exception {
    String port = Integer.toString(server.httpPort());
    ServerKeys.own(Files.createDirectory(home.resolve("other"))).context();
    Path other = certificate(home.resolve("other"), "other.pem");
    assertThat(unreachable("--port", port, "--certificate", other.toString()))
        .contains(
            "the server has another certificate than the expected one. Is --certificate that");
    Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\n");
    String[] load = {"load", rows.toString(), "--into", "demo.t", "--port", port};
    assertThat(run(with(load, "--certificate", other.toString()))).isEqualTo(ExitCode.OUTSIDE);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("another certificate");
  }

  @Test
  void certificateThatIsNoneOrMissingIsTold() throws Exception {
    assertThat(unreachable("--certificate", home.resolve("none.pem").toString()))
        .contains("none.pem': no such file.");
    Path text = Files.writeString(home.resolve("text.pem"), "not a certificate\n");
    assertThat(unreachable("--certificate", text.toString()))
        .contains("it is no certificate in PEM form");
  }

  @Test
  void settingsFileThatIsMissingIsTold() {
    String none = home.resolve("none.conf").toString();
    assertThat(run("sql", "SELECT 1", "--data", home.toString(), "--config", none)).isEqualTo(5);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("none.conf': no such file.");
  }

  private void local(String statement) {
    assertThat(run("sql", statement, "--data", data.toString()))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
  }

  private void profile(String name, String mode, String... lines) throws IOException {
    Path directory = Files.createDirectories(home.resolve(".plimsoll"));
    Path file = directory.resolve(name + ".conf");
    Files.writeString(file, String.join("\n", lines) + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Path certificate() throws Exception {
    return certificate(data, "server.pem");
  }

  private Path certificate(Path data, String name) throws Exception {
    KeyStore keys =
        KeyStore.getInstance(data.resolve("tls.p12").toFile(), "plimsoll".toCharArray());
    String body =
        Base64.getMimeEncoder().encodeToString(keys.getCertificate("plimsoll").getEncoded());
    return Files.writeString(
        home.resolve(name),
        "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
  }

  @Test
  void profileNamesServerUserPasswordAndCertificate() throws Exception {
    profile(
        "prod",
        "rw-------",
        "# where we work",
        "host = 127.0.0.1",
        "port = " + server.httpPort(),
        "user = ann",
        "password = secret",
        "certificate = " + certificate());
    Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\n2\n");
    assertThat(run("load", rows.toString(), "--into", "demo.t", "--profile", "prod"))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(run("sql", "SELECT sum(a) FROM demo.t", "--csv", "--profile", "prod")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("3");
    assertThat(run("sql", "CREATE DATABASE x", "--profile", "prod")).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Access denied; you need");
  }

  @Test
  void serverWithAnotherCertificateIsNotSpokenTo() throws Exception {
    assertThat(
            run(
                "sql",
                "SELECT 1",
                "--port",
                Integer.toString(server.httpPort()),
                "--user",
                "ann",
                "--tls"))
        .isEqualTo(5);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Cannot speak to the server");
  }

  @Test
  void answerThatIsLostIsAskedForWhereTheLoadWent() throws IOException {
    HttpServer there =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    there.createContext("/", exchange -> exchange.close()); // no answer to the load
    there.createContext("/api/demo/get_load_state", RemoteTest::visible);
    there.start();
    try {
      Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\n");
      String port = Integer.toString(there.getAddress().getPort());
      assertThat(
              run(
                  "load",
                  rows.toString(),
                  "--into",
                  "demo.t",
                  "--label",
                  "r1",
                  "--data",
                  data.toString(),
                  "--host",
                  "127.0.0.1",
                  "--port",
                  port,
                  "--user",
                  "ann"))
          .isEqualTo(ExitCode.OUTSIDE);
    } finally {
      there.stop(0);
    }
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("broke before it answered", "Label r1 is VISIBLE: rows were");
  }

  @Test
  void badRowsOfALoadElsewhereAreReadFromThere() throws IOException {
    Path rows = Files.writeString(home.resolve("rows.csv"), "a\n1\nx\n");
    String port = Integer.toString(server.httpPort());
    local("ALTER USER ann IDENTIFIED BY ''");
    String[] load = {"load", rows.toString(), "--into", "demo.t", "--strict", "--label", "b1"};
    assertThat(run(with(load, "--port", port, "--user", "ann"))).isEqualTo(ExitCode.SENDER);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("request body:3:1 (byte 4): Value 'x'", "3 | x")
        .contains("1 bad row: plimsoll rejects demo.b1 --port " + port + " --user ann");
    out.reset();
    assertThat(run("rejects", "demo.b1", "--csv", "--port", port, "--user", "ann")).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\nx\n");
    assertThat(run(with(load, "--port", port, "--user", "ann", "--max-filter-ratio", "1")))
        .isZero();
    assertThat(run(with(load, "--port", port, "--user", "ann"))).isEqualTo(ExitCode.SENDER);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("plimsoll loads demo --port " + port + " --user ann");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  private static void visible(HttpExchange exchange) throws IOException {
    byte[] answer = "{\"state\":\"VISIBLE\"}".getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Test
  void wrongPasswordExitsWithThree() {
    String port = Integer.toString(server.httpPort());
    assertThat(run("sql", "SELECT 1", "--port", port, "--user", "ann")).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Access denied for ann@127.0.0.1");
  }

  @Test
  void passwordThatOthersReadIsRefused() throws IOException {
    profile("open", "rw-r--r--", "user = ann", "password = secret");
    assertThat(run("sql", "SELECT 1", "--profile", "open")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("chmod 600");
  }

  @Test
  void unknownKeysProfilesAndPathsAreRefused() throws IOException {
    profile("odd", "rw-------", "hots = x");
    assertThat(run("sql", "SELECT 1", "--profile", "odd")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Did you mean 'host'?");
    assertThat(run("sql", "SELECT 1", "--profile", "none")).isEqualTo(5);
    assertThat(run("sql", "SELECT 1", "--profile", "../../etc/x")).isEqualTo(2);
  }
}
